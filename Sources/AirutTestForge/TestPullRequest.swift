/// A pull request that the stand-in keeps.
public struct TestPullRequest: Sendable, Hashable {
    public let number: Int
    public internal(set) var title: String
    public internal(set) var body: String
    public let head: String
    public internal(set) var base: String
    public let isDraft: Bool
    public internal(set) var isOpen = true
    /// The head's commit when it was opened or last looked at.
    public internal(set) var commit: String
    /// For a person's browser (it leads nowhere).
    public internal(set) var url = ""
}
