import AirutForge

/// What became of a run's commits.
struct Publication: Sendable {
    /// The branch that was pushed, if one was.
    var branch: String?
    /// The branch has what a run left that did not come to its end.
    var isUnfinished = false
    var pullRequest: PullRequest?
    /// What a person should know, each a sentence.
    var notes: [String] = []
}
