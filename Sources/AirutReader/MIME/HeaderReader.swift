import AirutPolicy

/// What the fields of a message's header mean.
enum HeaderReader {
    private static let maximumMailboxes = 2_000
    private static let maximumIdentifiers = 500

    /// A document with everything that comes from the header.
    static func document(of header: HeaderSection) -> MessageDocument {
        MessageDocument(
            fields: header.fields.map { .init(name: $0.name, value: $0.value) },
            from: mailboxes(of: "from", in: header), to: mailboxes(of: "to", in: header),
            cc: mailboxes(of: "cc", in: header),
            subject: header.value(of: "subject").map { cleaned(GMimeLibrary.decodedText($0)) } ?? "",
            messageID: header.value(of: "message-id").flatMap { identifiers(in: $0).first },
            inReplyTo: header.value(of: "in-reply-to").map(identifiers) ?? [],
            references: header.value(of: "references").map(identifiers) ?? [],
            date: header.value(of: "date").flatMap(GMimeLibrary.date))
    }

    /// Whether the subject says that the message passes on another one.
    static func isForwarded(subject: String) -> Bool {
        ["fwd:", "fw:", "wg:", "tr:", "rv:", "enc:", "vl:", "vb:", "pd:", "doorst:", "fwd :", "tr :"].contains {
            subject.hasPrefix(ignoringCase: $0)
        } || ["转发", "轉寄", "転送"].contains { subject.hasPrefix($0) }
    }

    private static func mailboxes(of name: String, in header: HeaderSection) -> [MessageDocument.Mailbox] {
        var found: [MessageDocument.Mailbox] = []
        for field in header.fields where field.name.lowercased() == name && found.count < maximumMailboxes {
            found += (GMimeLibrary.mailboxes(field.value) ?? []).prefix(maximumMailboxes - found.count).map(cleaned)
        }
        return found
    }

    /// What stands between angle brackets; without any, the first word that looks like an identifier.
    ///
    /// - SeeAlso: RFC 5322 §3.6.4. White space that folding put into a long identifier is removed.
    private static func identifiers(in value: String) -> [String] {
        var found: [String] = []
        for piece in value.split(separator: "<", omittingEmptySubsequences: true) {
            guard let end = piece.firstIndex(of: ">") else { continue }
            let identifier = piece[..<end].filter { !$0.isWhitespace }
            if !identifier.isEmpty { found.append(identifier) }
        }
        if found.isEmpty, let word = value.split(whereSeparator: \.isWhitespace).first(where: { $0.contains("@") }) {
            found = [String(word.filter { $0 != "<" && $0 != ">" })]
        }
        // The newest identifiers come last and matter most.
        return Array(found.suffix(maximumIdentifiers))
    }

    private static func cleaned(_ mailbox: MessageDocument.Mailbox) -> MessageDocument.Mailbox {
        let name = mailbox.name.map(cleaned) ?? ""
        return MessageDocument.Mailbox(name: name.isEmpty ? nil : name, address: TextCleaner.marked(mailbox.address))
    }

    private static func cleaned(_ text: String) -> String {
        TextCleaner.cleaned(text).onOneLine().prefix(bytes: 2_000)
    }
}
