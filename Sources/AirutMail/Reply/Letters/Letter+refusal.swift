public import AirutModel

extension Letter {
    /// The subaddress names a model that is not allowed.
    ///
    /// - Parameters:
    ///   - requested: what the person wrote behind the `+`.
    ///   - address: our address without a subaddress.
    public static func unknownModel(_ requested: String, allowed: [String], address: EmailAddress) -> Letter {
        let addresses = allowed.map { model in
            "- \(MarkdownText.code("\(address.localPart)+\(model)@\(address.domain)"))"
        }
        let choice =
            allowed.isEmpty
            ? "No model can be chosen here: write to \(MarkdownText.code(address.description))."
            : "Nothing was started. Send your mail again to one of these addresses:\n\n"
                + addresses.joined(separator: "\n") + "\n- \(MarkdownText.code(address.description)) (the usual model)"
        return Letter(["There is no model \(MarkdownText.code(requested)) to choose. \(choice)"])
    }

    /// The mail is larger than the server takes.
    public static func tooLarge(bytes: Int, limitBytes: Int) -> Letter {
        Letter([
            """
            Your mail has \(Amount.text(bytes: bytes)), but I take at most \(Amount.text(bytes: limitBytes)). Nothing \
            was started. Send it again with smaller or fewer attachments.
            """
        ])
    }

    /// There is nothing to do in the mail: no text, no attachment.
    public static func empty() -> Letter {
        Letter(["Your mail has no text that I can see, so nothing was started. Reply with what you would like done."])
    }
}
