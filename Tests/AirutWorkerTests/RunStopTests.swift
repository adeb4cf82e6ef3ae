import AirutModel
import AirutStore
import Testing

@testable import AirutWorker

@Suite struct RunStopTests {
    @Test func `the first to ask counts, and after the end it is too late`() {
        let stop = RunStop()
        let alice = Stopper.participant(Store.alice)
        #expect(stop.request(by: alice) && stop.request(by: .administrator))
        #expect(stop.close() == alice)
        #expect(!stop.request(by: alice))
        let other = RunStop()
        #expect(other.close() == nil)
        #expect(!other.request(by: alice) && other.stopper == nil)
    }

    @Test func `what is guarded is cancelled at once`() async throws {
        let stop = RunStop()
        let begun = Wakeup()
        let forever = Wakeup()
        await withDiscardingTaskGroup { group in
            group.addTask {
                await begun.wait()
                #expect(stop.request(by: .administrator))
            }
            await #expect(throws: Stopped.self) {
                try await stop.guarding {
                    begun.signal()
                    await forever.wait()
                    try Task.checkCancellation()
                }
            }
        }
        #expect(try await RunStop().guarding { 7 } == 7)
    }

    @Test func `a task that was stopped in line for a slot is taken over, one that was begun with is not`() throws {
        let running = RunningTasks()
        let task = TaskID.random()
        let inLine = try #require(running.take(task))
        let left = try #require(running.takeLeft(task))
        #expect(!inLine.leaveLine() && running.takeLeft(task) == nil)
        // Nothing of it runs, and who waited in vain does not give back what is another's.
        running.release(task, inLine)
        #expect(running.take(task) == nil && !running.stop(task, by: .administrator))
        running.release(task, left)
        let begun = try #require(running.take(task))
        #expect(begun.leaveLine() && running.takeLeft(task) == nil)
    }

    @Test func `a task is in one hand at a time`() throws {
        let running = RunningTasks()
        let task = TaskID.random()
        let stop = try #require(running.take(task))
        #expect(running.take(task) == nil)
        #expect(running.stop(task, by: .administrator))
        #expect(stop.stopper == .administrator)
        running.release(task, stop)
        #expect(!running.stop(task, by: .administrator))
        #expect(running.take(task)?.stopper == nil)
    }
}
