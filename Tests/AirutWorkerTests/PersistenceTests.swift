import AirutStore
import Logging
import Synchronization
import Testing

@testable import AirutWorker

@Suite struct PersistenceTests {
    private actor Attempts {
        private(set) var count = 0
        func next() -> Int {
            count += 1
            return count
        }
    }

    private let persistence = Persistence(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

    @Test func `what the disk refuses is tried again`() async {
        let attempts = Attempts()
        let isDone = await persistence.retry {
            if await attempts.next() < 2 { throw StoreError(.full, action: "write", reason: "the disk is full") }
        }
        #expect(isDone)
        #expect(await attempts.count == 2)
    }

    @Test func `what is recorded already is not repeated`() async {
        let attempts = Attempts()
        let isDone = await persistence.retry {
            _ = await attempts.next()
            throw StoreError(.conflict, action: "write", reason: "it is finished")
        }
        #expect(!isDone)
        #expect(await attempts.count == 1)
    }

    @Test func `even when cancelled it is tried once`() async {
        let attempts = Attempts()
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { [persistence] in
                while !Task.isCancelled { await Task.yield() }
                return await persistence.retry { _ = await attempts.next() }
            }
            group.cancelAll()
            #expect(await group.next() == true)
        }
        #expect(await attempts.count == 1)
    }
}
