import Logging

/// The loops of one repository and what wakes them.
struct WorkerLoops: Sendable {
    let intake: Loop
    let queue: Loop
    let outgoing: Loop
    let cleanUp: Loop

    init(logger: Logger) {
        intake = Loop(purpose: "decide about mail", logger: logger)
        queue = Loop(purpose: "look at the queue", logger: logger)
        outgoing = Loop(purpose: "send mail", logger: logger)
        cleanUp = Loop(purpose: "clean up", logger: logger)
    }
}
