import AirutTestMail

/// The mail that the answers arrive in.
struct BenchInbox: Sendable {
    private let mail: TestMailServer
    private var seen = 0
    /// By the Message-ID of what they answer.
    private(set) var replies: [String: BenchReply] = [:]

    init(_ mail: TestMailServer) { self.mail = mail }

    mutating func update() {
        let messages = mail.messages(of: BenchSite.alice)
        for message in messages.dropFirst(seen) {
            if let reply = BenchReply(message) { replies[reply.inReplyTo] = reply }
        }
        seen = messages.count
    }
}
