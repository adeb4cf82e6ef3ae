import AirutMail
import Testing

@testable import AirutWorker

@Suite struct MailboxBatchesTests {
    private func batches(_ sizes: [Int], largest: Int = 100 << 20) -> [[Int]] {
        let messages = sizes.enumerated().map {
            MailboxMessage(uidValidity: 1, uid: UInt32($0.offset + 1), bytes: $0.element)
        }
        return MailboxBatches(messages, largestBytes: largest).map { $0.map(\.bytes) }
    }

    @Test func `small messages go together, up to a number and a size`() {
        #expect(batches([]).isEmpty)
        #expect(batches([1, 2, 3]) == [[1, 2, 3]])
        #expect(batches(Array(repeating: 1, count: 250)).map(\.count) == [100, 100, 50])
        #expect(batches(Array(repeating: 1 << 20, count: 10)).map(\.count) == [4, 4, 2])
    }

    @Test func `a large message goes alone, as does one that is too large`() {
        #expect(batches([1, 50 << 20, 1, 1]) == [[1], [50 << 20], [1, 1]])
        #expect(batches([1, 2000, 1], largest: 1000) == [[1], [2000], [1]])
        #expect(batches([1 << 40, 1 << 40]).count == 2)
    }
}
