import Logging

/// The loops of one repository and what wakes them.
struct WorkerLoops: Sendable {
    let intake: Loop
    let queue: Loop
    let outgoing: Loop
    let cleanUp: Loop

    init(clock: WallClock, logger: Logger) {
        intake = Loop(purpose: "decide about mail", clock: clock, logger: logger)
        queue = Loop(purpose: "look at the queue", clock: clock, logger: logger)
        outgoing = Loop(purpose: "send mail", clock: clock, logger: logger)
        cleanUp = Loop(purpose: "clean up", clock: clock, logger: logger)
    }
}
