import AirutMail
import Testing

@testable import AirutWorker

@Suite struct DifficultMessagesTests {
    private let messages = (1...3).map { MailboxMessage(uidValidity: 1, uid: $0, bytes: 10) }

    @Test func `a message that failed comes after the others, and later once an hour`() {
        let start = ContinuousClock.now
        var difficult = DifficultMessages()
        difficult.begin(messages[0], at: start)
        for message in messages[1...] {
            difficult.begin(message, at: start)
            difficult.end(message)
        }
        #expect(difficult.ordered(messages, at: start).map(\.uid) == [2, 3, 1])
        for _ in 0..<2 { difficult.begin(messages[0], at: start) }
        #expect(difficult.ordered(messages, at: start + .seconds(3000)).map(\.uid) == [2, 3])
        #expect(difficult.ordered(messages, at: start + .seconds(3700)).map(\.uid) == [2, 3, 1])
    }
}
