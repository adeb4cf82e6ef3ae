/// A mail as `airut-reader` understood it: facts only, no judgement about its sender.
public struct MessageDocument: Codable, Sendable, Hashable {
    /// One header field of the message itself (not of its parts), in the order of the message, unfolded.
    public struct Field: Codable, Sendable, Hashable {
        /// As written; compare without regard to case.
        public var name: String
        /// Unfolded and trimmed, encoded words left as they are; bytes that are not UTF-8 are replaced.
        /// One that is too long is cut, and ends with `…`.
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// One mailbox of an address field (RFC 5322 §3.4), groups flattened.
    public struct Mailbox: Codable, Sendable, Hashable {
        /// Decoded display name, if any.
        public var name: String?
        /// `addr-spec` as parsed, controls and invisible characters replaced by U+FFFD; it may not be a valid
        /// ``EmailAddress``.
        public var address: String

        public init(name: String?, address: String) {
            self.name = name
            self.address = address
        }
    }

    public struct Attachment: Codable, Sendable, Hashable {
        /// Safe as a file name in one folder (no separators, controls, leading dots; at most 200 bytes) and unique in
        /// the message.
        public var fileName: String
        /// `type/subtype` in lower case.
        public var mediaType: String
        /// Size of the decoded content.
        public var bytes: Int
        /// Decoded content as Base64; only when asked for.
        public var content: String?

        public init(fileName: String, mediaType: String, bytes: Int, content: String? = nil) {
            self.fileName = fileName
            self.mediaType = mediaType
            self.bytes = bytes
            self.content = content
        }
    }

    public var fields: [Field]
    /// Every mailbox of every `From` field; ``fields`` tells how many such fields there are.
    public var from: [Mailbox]
    public var to: [Mailbox]
    public var cc: [Mailbox]
    /// Decoded (RFC 2047), on one line; empty when there is none.
    public var subject: String
    /// Identifiers without angle brackets.
    public var messageID: String?
    public var inReplyTo: [String]
    public var references: [String]
    /// Seconds since 1970 of the `Date` field, if it could be read.
    public var date: Double?
    /// What the sender wrote, as Markdown-like text, quotes of earlier mail stripped (answers between quotes keep them).
    public var text: String
    public var attachments: [Attachment]
    /// Whether the message is a report (`multipart/report`, RFC 6522): bounces and read receipts.
    public var isReport: Bool
    /// What was left out or could not be understood, each a sentence for the operator.
    public var notes: [String]

    public init(
        fields: [Field] = [], from: [Mailbox] = [], to: [Mailbox] = [], cc: [Mailbox] = [], subject: String = "",
        messageID: String? = nil, inReplyTo: [String] = [], references: [String] = [], date: Double? = nil,
        text: String = "", attachments: [Attachment] = [], isReport: Bool = false, notes: [String] = []
    ) {
        self.fields = fields
        self.from = from
        self.to = to
        self.cc = cc
        self.subject = subject
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.date = date
        self.text = text
        self.attachments = attachments
        self.isReport = isReport
        self.notes = notes
    }

    /// The values of every field of that name, topmost first.
    public func values(of name: String) -> [String] {
        let name = name.lowercased()
        return fields.filter { $0.name.lowercased() == name }.map(\.value)
    }
}
