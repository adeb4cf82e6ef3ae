/// A pull request as it is to be.
public struct PullRequestDraft: Sendable, Hashable {
    /// The branch with the changes, without `refs/heads/`.
    public var head: String
    /// The branch they are meant for.
    public var base: String
    /// Cut at 250 characters; the branch's name when blank.
    public var title: String
    /// Markdown. What comes from the agent or a mail in it must have gone through ``ForgeMarkdown``.
    public var body: String
    /// Whether it is opened as a draft, where the forge has that.
    public var isDraft: Bool

    public init(head: String, base: String, title: String, body: String, isDraft: Bool = false) {
        self.head = head
        self.base = base
        self.title = title
        self.body = body
        self.isDraft = isDraft
    }
}

/// A pull request as it is.
public struct PullRequest: Sendable, Hashable {
    public let number: Int
    /// For a person's browser.
    public let url: String
    /// It did not exist before.
    public let isNew: Bool
}
