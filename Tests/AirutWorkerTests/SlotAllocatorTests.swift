import AirutModel
import AirutTestSupport
import Testing

@testable import AirutWorker

@Suite struct SlotAllocatorTests {
    let web = RepositoryID("web")!
    let api = RepositoryID("api")!
    let docs = RepositoryID("docs")!

    private actor Gauge {
        private(set) var now = 0
        private(set) var most = 0
        private(set) var total = 0

        func enter() {
            now += 1
            total += 1
            most = max(most, now)
        }

        func leave() { now -= 1 }
    }

    private final class Order: Sendable {
        private let repositories = Locked<[RepositoryID]>([])
        var first: RepositoryID? { repositories.withLock { $0.first } }
        func add(_ repository: RepositoryID) { repositories.withLock { $0.append(repository) } }
    }

    @Test func `slots go round the repositories, oldest first within each`() {
        var queue = FairQueue<Int>()
        queue.markServed(web)
        for (ticket, repository) in [(1, web), (2, web), (3, web), (4, api), (5, docs), (6, api)] {
            queue.add(ticket, of: repository)
        }
        var order: [Int] = []
        while let ticket = queue.next() { order.append(ticket) }
        #expect(order == [4, 5, 1, 6, 2, 3])
    }

    @Test func `never more bodies run than there are slots, and all run`() async throws {
        let allocator = SlotAllocator(slots: 3)
        let gauge = Gauge()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                group.addTask { [web, api] in
                    try await allocator.withSlot(of: index.isMultiple(of: 2) ? web : api) {
                        await gauge.enter()
                        await Task.yield()
                        await gauge.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(await gauge.total == 200)
        #expect(await (1...3).contains(gauge.most))
    }

    @Test func `a repository with one task does not wait for another's hundred`() async throws {
        let allocator = SlotAllocator(slots: 1)
        let order = Order()
        let busy = Wakeup()
        let isFree = Wakeup()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [web] in
                try await allocator.withSlot(of: web) {
                    busy.signal()
                    await isFree.wait()
                }
            }
            await busy.wait()
            for (repository, count) in [(web, 100), (api, 1)] {
                for _ in 0..<count {
                    group.addTask {
                        try await allocator.withSlot(of: repository) { order.add(repository) }
                    }
                }
                let expected = repository == web ? 100 : 101
                _ = try await eventually { allocator.waitingCount == expected }
            }
            isFree.signal()
            try await group.waitForAll()
        }
        #expect(order.first == api)
    }

    @Test func `who is cancelled while waiting leaves the line and takes no slot`() async throws {
        let allocator = SlotAllocator(slots: 1)
        try await allocator.withSlot(of: web) {
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { [api] in
                    try await allocator.withSlot(of: api) { () -> Void in Issue.record("ran without a slot") }
                }
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.waitForAll() }
            }
        }
        try await allocator.withSlot(of: api) {}
    }

    @Test func `who waits for a limited time goes without a slot after that, and leaves the line`() async throws {
        let allocator = SlotAllocator(slots: 1)
        let slot = try #require(try await allocator.take(of: web, within: .seconds(3600)))
        #expect(try await allocator.take(of: api, within: .milliseconds(1)) == nil)
        #expect(allocator.waitingCount == 0)
        slot.giveBack()
        try await allocator.withSlot(of: web) {
            await withThrowingTaskGroup(of: Slot?.self) { group in
                group.addTask { [api] in try await allocator.take(of: api, within: .seconds(3600)) }
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.waitForAll() }
            }
        }
        try await allocator.withSlot(of: api) {}
    }

    @Test func `what is free is taken however short the time is`() async throws {
        let slots = SlotAllocator(slots: 1)
        let repository = try #require(RepositoryID("a"))
        for _ in 0..<1000 {
            let slot = try #require(try await slots.take(of: repository, within: .zero))
            slot.giveBack()
        }
    }

    @Test func `slots that come are given out at once, those that go when they are given back`() async throws {
        let slots = SlotAllocator(slots: 1)
        let gauge = Gauge()
        let gates = (0..<3).map { _ in AsyncStream.makeStream(of: Void.self) }
        try await withThrowingDiscardingTaskGroup { group in
            for gate in gates.map(\.stream) {
                group.addTask {
                    try await slots.withSlot(of: self.web) {
                        await gauge.enter()
                        for await _ in gate { break }
                        await gauge.leave()
                    }
                }
            }
            let step1 = try await eventually { await gauge.total == 1 && slots.waitingCount == 2 }
            #expect(step1)
            slots.resize(to: 3)
            let step2 = try await eventually { await gauge.total == 3 }
            #expect(step2)
            slots.resize(to: 1)
            group.addTask { try await slots.withSlot(of: self.web) { await gauge.enter() } }
            let step3 = try await eventually { slots.waitingCount == 1 }
            #expect(step3)
            for gate in gates.dropLast() { gate.continuation.yield() }
            let step4 = try await eventually { await gauge.now == 1 }
            #expect(step4)
            #expect(slots.waitingCount == 1, "two of three slots are gone")
            gates[2].continuation.yield()
            let step5 = try await eventually { await gauge.total == 4 }
            #expect(step5)
        }
    }
}
