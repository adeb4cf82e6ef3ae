/// How patient a watcher is. Tests are in more of a hurry than servers.
struct InboxTimes: Sendable {
    /// Even a quiet connection is looked through this often: notifications get lost.
    var safetyPoll: Duration = .seconds(300)
    /// The first wait before connecting anew, and the longest; in between it doubles.
    var firstRetry: Duration = .seconds(1)
    var longestRetry: Duration = .seconds(300)
    /// How long a message rests at most that could not be taken a few times.
    var longestRest: Duration = .seconds(3600)
}
