/// Why a submission cannot go on.
struct SMTPFailure: Error, Hashable {
    let kind: MailServerError.Kind
    /// Without a trailing period.
    let reason: String
    var retryMayHelp = false
    var replyCode: Int?

    init(kind: MailServerError.Kind, reason: String, retryMayHelp: Bool = false) {
        self.kind = kind
        self.reason = reason
        self.retryMayHelp = retryMayHelp
    }

    /// A reply that is not the wished one: 4yz may pass, 5yz is final (RFC 5321 §4.2.1).
    init(_ reply: SMTPReply, kind: MailServerError.Kind = .refused, _ meaning: String? = nil) {
        switch kind {
        case .unauthorized where reply.isPassing: self.kind = .refused
        case .refused where reply.meansTooLarge: self.kind = .tooLarge
        default: self.kind = kind
        }
        reason = meaning.map { "\($0); \(reply.quoted)" } ?? reply.quoted
        retryMayHelp = reply.isPassing
        replyCode = reply.code
    }
}
