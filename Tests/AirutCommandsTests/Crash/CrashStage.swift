/// Where the server is in handling its mail when something is killed: the stages of one message's way, and the start.
enum CrashStage: String, CaseIterable, Sendable {
    /// A mail lies in a mailbox.
    case fetch
    /// A mail is stored and not decided upon.
    case authenticate
    /// A mail is part of a conversation whose run waits.
    case queue
    /// A run was taken from the queue, and its agent has not begun.
    case prepare
    /// The agent's container lives.
    case run
    /// The container has ended with a result, and the reply is not recorded.
    case publish
    /// A mail of ours is recorded, and nothing of it was said to the mail server.
    case reply
    /// The mail server hears of a mail of ours, or has taken it, and that is not recorded.
    case send
    /// The server was started a moment ago and sorts out what the last one left.
    case start

    /// Whom one can kill in it; where there is little else, the server more often than all at once.
    var victims: [CrashVictim] {
        switch self {
        case .fetch, .queue, .reply, .send: [.server, .server, .everything]
        case .authenticate: [.server, .reader, .everything]
        case .prepare: [.server, .git, .everything]
        case .run: [.server, .proxy, .podman, .monitor, .container, .agent, .everything]
        case .publish: [.server, .git, .everything]
        case .start: [.server]
        }
    }
}
