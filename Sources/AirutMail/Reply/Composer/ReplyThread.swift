public import AirutModel
public import AirutPolicy

/// What makes mail programs show a reply below the mails it answers.
///
/// - SeeAlso: RFC 5322 §3.6.4.
public struct ReplyThread: Sendable, Hashable {
    /// The mails that are answered, oldest first.
    public var inReplyTo: [MessageID]
    /// The thread so far, oldest first, the answered mails last.
    public var references: [MessageID]

    /// The root and the newest of a longer thread are kept.
    public static let longest = 60

    public init(inReplyTo: [MessageID], references: [MessageID]) {
        self.inReplyTo = inReplyTo
        self.references = references
    }

    /// - Parameter documents: the mails that are answered, oldest first; several when they were answered together.
    public init(answering documents: [MessageDocument]) {
        let answered = documents.compactMap { $0.messageID.flatMap(MessageID.init) }
        var thread: [MessageID] = []
        for document in documents {
            // A mail without References names its parent at least in In-Reply-To, unless it has several.
            let isOnlyReply = document.references.isEmpty && document.inReplyTo.count == 1
            thread += (isOnlyReply ? document.inReplyTo : document.references).compactMap(MessageID.init)
        }
        inReplyTo = answered
        references = Self.shortened(Self.unique(thread.filter { !answered.contains($0) }), keeping: answered)
    }

    private static func unique(_ ids: [MessageID]) -> [MessageID] {
        var seen: Set<MessageID> = []
        return ids.filter { seen.insert($0).inserted }
    }

    private static func shortened(_ thread: [MessageID], keeping answered: [MessageID]) -> [MessageID] {
        let all = thread + unique(answered)
        return all.count <= longest ? all : Array(all.prefix(1) + all.suffix(longest - 1))
    }
}
