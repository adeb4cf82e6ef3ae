extension MailExplanation {
    /// Controls of the terminal that a stranger's text may hold are shown as `�`.
    var text: String {
        let head = "\(accepted ? "accepted" : "not accepted"): \(Self.plain(reason))"
        let rows = facts.map { name, value in
            "  \(name):\(String(repeating: " ", count: 16 - name.count))\(Self.plain(value))"
        }
        let body = message.split(separator: "\n", omittingEmptySubsequences: false).map { "  | \(Self.plain($0))" }
        return ([head] + rows + ["What the agent would read:"] + body).joined(separator: "\n") + "\n"
    }

    private var facts: [(String, String)] {
        let files = attachments.map { "\($0.name) (\($0.type), \($0.bytes) bytes)" }
        return [
            ("repository", repository ?? "unknown"),
            ("sender", sender ?? "unknown"),
            ("authentication", authentication),
            ("authorization", authorization ?? "The sender is not among the authorized senders."),
            ("automatic", automatic ? "yes" : "no"),
            ("conversation", conversation ?? "none"),
            ("model", model ?? "none"),
            ("subject", subject),
            ("attachments", files.isEmpty ? "none" : files.joined(separator: ", ")),
        ] + notes.map { ("note", $0) }
    }

    private static func plain(_ text: some StringProtocol) -> String {
        let scalars = text.unicodeScalars.map { scalar -> UnicodeScalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: scalar == "\t" ? scalar : "\u{FFFD}"
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
