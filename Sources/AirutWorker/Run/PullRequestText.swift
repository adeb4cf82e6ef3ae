import AirutAgent
import AirutForge
import AirutPolicy
import AirutStore

/// The text of a pull request: what the agent answered, its commits, and where it came from.
struct PullRequestText {
    let text: String

    /// Forges refuse longer descriptions (GitHub: 65,536 characters).
    private static let longestAnswer = 50_000

    init(_ work: Work, _ pushed: GitPublication) {
        let run = work.run
        let answer = work.summary ?? "The agent gave no summary."
        let subjects = pushed.commitSubjects.prefix(20).map { "- \(ForgeMarkdown.literal($0))" }
        text = """
            \(ForgeMarkdown.block(String(answer.prefix(Self.longestAnswer))))

            \(subjects.joined(separator: "\n"))

            Written by an agent for \(Self.requester(of: run)) in conversation `\(run.conversation.id)`. Whoever takes part \
            in it can reply to its mail to have it continued.
            """
    }

    /// A pull request may be public; a sender's whole address is nobody's business.
    private static func requester(of run: Run) -> String {
        ForgeMarkdown.literal(String((run.messages.last?.sender ?? "somebody").prefix { $0 != "@" }))
    }
}
