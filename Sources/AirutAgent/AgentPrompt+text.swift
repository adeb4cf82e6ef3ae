import FoundationEssentials

extension AgentPrompt {
    /// The prompt for standard input.
    public var text: String {
        var parts = [Self.context]
        if let lostSession { parts.append(lostSession.text) }
        if isContinuation { parts.append(Self.continuation) }
        if let subject, !subject.allSatisfy(\.isWhitespace) { parts.append("Subject: \(subject)") }
        let attachments = messages.flatMap(\.attachments)
        if !attachments.isEmpty {
            parts.append("Attached files, in /inbox:\n" + attachments.map(\.line).joined(separator: "\n"))
        }
        return (parts + messages.map(\.block)).joined(separator: "\n\n") + "\n"
    }

    private static let context = """
        You were written to by e-mail, and nobody watches while you work: the sender receives exactly one mail, your \
        last message, so let it stand for itself. Markdown is fine in it. Files you put into /outbox (not into folders \
        there) are attached to it. Only /workspace (the repository), /inbox, /storage and your session outlive this \
        run. You cannot ask questions while working (AskUserQuestion and plan mode do not work here): if something is \
        unclear, say so in the answer and end; the sender replies. When you commit in /workspace, what you committed is \
        published for you after you end; do not push.
        """
}

extension AgentPrompt {
    private static let continuation = """
        Your last turn was cut off: the model's service was not available for a while. Nothing you did is lost. Look at \
        what is already done and finish what you were asked for; messages that follow here came in meanwhile.
        """
}

extension AgentPrompt.LostSession {
    /// Longest remembered reply, in characters.
    private static let limit = 3000

    fileprivate var text: String {
        let begin = """
            Your earlier session of this conversation could not be continued. The files in /workspace and /storage are as \
            you left them.
            """
        guard let lastReply, !lastReply.isEmpty else { return begin }
        let end = lastReply.count > Self.limit ? "\n[shortened]" : ""
        return begin + " Your last answer was:\n\n" + String(lastReply.prefix(Self.limit)) + end
    }
}

extension AgentPrompt.Attachment {
    fileprivate var line: String { "- \(fileName) (\(mediaType), \(byteCount) bytes)" }
}

extension AgentPrompt.Message {
    fileprivate var block: String {
        let time = receivedAt.formatted(
            .iso8601.year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false))
        let body = text.allSatisfy(\.isWhitespace) ? "(no text)" : text.trimmed
        let note = isWithdrawn ? ", stopped before you saw it; only for your information" : ""
        return "[\(sender) \(time) UTC\(note)]\n\(body)"
    }
}
