import AirutModel
import Glibc
import Testing

@Suite struct BlockingExecutorTests {
    private actor Counter {
        private let executor = BlockingExecutor(label: "test.counter")
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
        private(set) var count = 0
        private(set) var threads: Set<UInt> = []

        func increment() {
            count += 1
            threads.insert(UInt(pthread_self()))
        }
    }

    @Test func `all work of an actor runs on one thread of its own`() async {
        let counter = Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 { group.addTask { await counter.increment() } }
        }
        #expect(await counter.count == 200)
        #expect(await counter.threads.count == 1)
    }

    @Test func `a secret does not show in any rendering`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump([secret], to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\(["k": secret])"] {
            #expect(!text.contains("hunter2"))
        }
        #expect(secret.reveal() == "hunter2")
    }
}
