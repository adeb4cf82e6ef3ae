import AirutModel
import AirutTestSupport
import Testing

@testable import AirutWorker

@Suite(.timeLimit(.minutes(5))) struct LentSlotTests {
    private let web = RepositoryID("web")!
    private let api = RepositoryID("api")!

    @Test func `others have the slot of whoever waits, who then waits for it`() async throws {
        let slots = SlotAllocator(slots: 1)
        let slot = try await LentSlot(of: web, from: slots)
        let isLent = Wakeup()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [api] in
                try await slots.withSlot(of: api) {
                    isLent.signal()
                    // Ends only once the lender wants its slot back.
                    let isInLine = try await eventually { slots.waitingCount == 1 }
                    #expect(isInLine)
                }
            }
            try await slot.lending(after: .milliseconds(1)) { await isLent.wait() }
            try await group.waitForAll()
        }
        // The lender has it again.
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [api] in try await slots.withSlot(of: api) {} }
            let isInLine = try await eventually { slots.waitingCount == 1 }
            #expect(isInLine)
            slot.giveBack()
            slot.giveBack()
            try await group.waitForAll()
        }
        try await slots.withSlot(of: api) {}
    }

    @Test func `a slot that was given up is taken again when the next wait is over`() async throws {
        let slots = SlotAllocator(slots: 1)
        let slot = try await LentSlot(of: web, from: slots)
        try await slot.yielding(after: .milliseconds(1)) { [api] in try await slots.withSlot(of: api) {} }
        try await slots.withSlot(of: api) {}
        try await slot.lending(after: .seconds(3600)) {}
        #expect(try await slots.take(of: api, within: .milliseconds(1)) == nil)
        slot.giveBack()
    }

    @Test func `what is quick lends nothing`() async throws {
        let slots = SlotAllocator(slots: 1)
        let slot = try await LentSlot(of: web, from: slots)
        #expect(try await slot.lending(after: .seconds(3600)) { 7 } == 7)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [api] in try await slots.withSlot(of: api) {} }
            let isInLine = try await eventually { slots.waitingCount == 1 }
            #expect(isInLine)
            slot.giveBack()
            try await group.waitForAll()
        }
    }

    @Test func `whoever fails meanwhile does not wait for the slot`() async throws {
        let slots = SlotAllocator(slots: 1)
        let slot = try await LentSlot(of: web, from: slots)
        let isLent = Wakeup()
        let hasFailed = Wakeup()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [api] in
                try await slots.withSlot(of: api) {
                    isLent.signal()
                    await hasFailed.wait()
                }
            }
            await #expect(throws: TestFailure.self) {
                try await slot.lending(after: .milliseconds(1)) {
                    await isLent.wait()
                    throw TestFailure("no answer")
                }
            }
            hasFailed.signal()
            try await group.waitForAll()
        }
        slot.giveBack()
        try await slots.withSlot(of: api) {}
    }
}
