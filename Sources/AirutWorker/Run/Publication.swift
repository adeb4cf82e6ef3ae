import AirutForge

/// What became of a run's commits.
struct Publication: Sendable {
    /// The branch that was pushed, if one was.
    var branch: String?
    var pullRequest: PullRequest?
    /// What a person should know, each a sentence.
    var notes: [String] = []
}
