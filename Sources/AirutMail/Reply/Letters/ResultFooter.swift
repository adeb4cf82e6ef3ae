public import AirutModel

/// What is told below the agent's text: where its work is, and what it took.
public struct ResultFooter: Sendable, Hashable {
    public struct PullRequest: Sendable, Hashable {
        public var number: Int
        public var url: String
        /// Opened by this run, not before.
        public var isNew: Bool

        public init(number: Int, url: String, isNew: Bool) {
            self.number = number
            self.url = url
            self.isNew = isNew
        }
    }

    public var task: TaskID
    public var pullRequest: PullRequest?
    /// The branch that was pushed, if any.
    public var branch: String?
    /// The branch has the work of a run that did not come to its end.
    public var isUnfinished: Bool
    public var model: String?
    public var costUSD: Double?
    /// Of the agent's run.
    public var duration: Duration?
    /// Sentences on what the reader must know: a push that was refused, files that were left out.
    public var notes: [String]
    public var blocked: BlockedHosts?

    public init(
        task: TaskID, pullRequest: PullRequest? = nil, branch: String? = nil,
        isUnfinished: Bool = false, model: String? = nil,
        costUSD: Double? = nil, duration: Duration? = nil, notes: [String] = [], blocked: BlockedHosts? = nil
    ) {
        self.task = task
        self.pullRequest = pullRequest
        self.branch = branch
        self.isUnfinished = isUnfinished
        self.model = model
        self.costUSD = costUSD
        self.duration = duration
        self.notes = notes
        self.blocked = blocked
    }

    var markdown: String {
        var lines = notes.map { "**Note:** \($0)" }
        if let blocked { lines.append(blocked.markdown) }
        if let pullRequest {
            let verb = pullRequest.isNew ? "Opened" : "Updated"
            lines.append("\(verb) pull request #\(pullRequest.number): <\(pullRequest.url)>")
        }
        if let branch {
            let state = isUnfinished ? " (unfinished work, not part of a pull request yet)" : ""
            lines.append("Branch \(MarkdownText.code(branch))\(state)")
        }
        var facts = [Letter.taskLine(task)]
        if let model { facts.append("model \(MarkdownText.code(model))") }
        if let duration { facts.append(Amount.text(duration)) }
        if let costUSD { facts.append(Amount.text(dollars: costUSD)) }
        lines.append(facts.joined(separator: " · "))
        return lines.joined(separator: "\n\n")
    }
}
