import AirutModel

/// The client's side of one submission, without the connection: bytes go in, and what to do next comes out.
///
/// - SeeAlso: RFC 5321 §3.3 (transactions), RFC 3207 (STARTTLS), RFC 4954 (AUTH), RFC 6409.
struct SMTPEngine {
    enum Step: Hashable {
        case send([UInt8])
        /// More bytes are needed.
        case receive
        /// Make the connection secure, then call ``secured()``.
        case startTLS
        /// The server took the message.
        case finished(SMTPReceipt)
    }

    /// What the next reply answers.
    private enum Phase {
        case greeting, hello, startTLS
        case login(rest: [String])
        case sender
        case recipient(Int)
        case data, content
    }

    private let envelope: SMTPEnvelope
    private var parser = SMTPReplyParser()
    private var phase = Phase.greeting
    private var isSecured = false
    /// Whether the server was told about the message, and may have something against it.
    private(set) var hasBegunMail = false
    /// Replies to those recipients that the server does not accept.
    private var refusals: [(recipient: EmailAddress, reply: SMTPReply)] = []
    /// Keywords in upper case, each with its parameters.
    private var extensions: [String: [String]] = [:]

    init(_ envelope: SMTPEnvelope) { self.envelope = envelope }

    mutating func receive(_ bytes: [UInt8]) { parser.append(bytes) }

    /// How long the next reply may take.
    func replyTimeout(_ timeouts: SMTPTimeouts) -> Duration {
        switch phase {
        case .data: timeouts.dataInitiation
        case .content: timeouts.dataTermination
        default: timeouts.command
        }
    }

    mutating func secured() -> Step {
        isSecured = true
        return hello()
    }

    mutating func step() throws(SMTPFailure) -> Step {
        guard let reply = try parser.next() else { return .receive }
        switch phase {
        case .greeting:
            // What is said before the mail itself is about the connection, never a final word on the mail.
            guard reply.code == 220 else { throw SMTPFailure(reply, kind: .unusable) }
            return hello()
        case .hello: return try greeted(reply)
        case .startTLS: return try startTLS(reply)
        case .login(let rest): return try login(reply, rest)
        case .sender:
            try checkSender(reply)
            return recipient(0)
        case .recipient(let index):
            try note(reply, toRecipient: index)
            return index + 1 < envelope.recipients.count ? recipient(index + 1) : try beginData()
        case .data:
            try expect(reply, 354...354)
            phase = .content
            return .send(envelope.transparentMessage)
        case .content:
            try expect(reply, 250...250)
            return .finished(SMTPReceipt(answer: reply.text, refused: refusals.map(RefusedRecipient.init)))
        }
    }

    /// A final "no" to the sender is one to the account: it would be said to any mail, and the operator can mend it.
    private mutating func checkSender(_ reply: SMTPReply) throws(SMTPFailure) {
        guard (500..<600).contains(reply.code), !reply.meansTooLarge else { return try expect(reply, 250...250) }
        hasBegunMail = false
        let isLogin = [530, 535, 538].contains(reply.code)
        throw SMTPFailure(
            reply, kind: isLogin ? .unauthorized : .unusable,
            "mail from \(envelope.sender) was refused, whoever it is to")
    }

    private func expect(_ reply: SMTPReply, _ codes: ClosedRange<Int>) throws(SMTPFailure) {
        guard codes.contains(reply.code) else { throw SMTPFailure(reply) }
    }

    private mutating func send(_ line: String, _ next: Phase) -> Step {
        phase = next
        return .send(Array("\(line)\r\n".utf8))
    }

    /// We present ourselves by an address literal: a host's name is nobody's business (RFC 5321 §4.1.4).
    private mutating func hello() -> Step { send("EHLO [127.0.0.1]", .hello) }

    private mutating func greeted(_ reply: SMTPReply) throws(SMTPFailure) -> Step {
        guard reply.code == 250 else { throw SMTPFailure(reply, kind: .unusable) }
        extensions = [:]
        for line in reply.lines.dropFirst() {
            let words = line.uppercased().split { $0 == " " || $0 == "=" }.map(String.init)
            if let keyword = words.first { extensions[keyword, default: []] += words.dropFirst() }
        }
        if envelope.needsStartTLS, !isSecured {
            guard extensions["STARTTLS"] != nil else {
                throw SMTPFailure(kind: .untrusted, reason: "the server does not offer STARTTLS")
            }
            return send("STARTTLS", .startTLS)
        }
        return try beginLogin()
    }

    private func startTLS(_ reply: SMTPReply) throws(SMTPFailure) -> Step {
        guard reply.code == 220 else { throw SMTPFailure(reply, kind: .untrusted, "it refused STARTTLS") }
        // What came along unencrypted would count as if it had come through TLS.
        guard parser.isEmpty else {
            throw SMTPFailure(
                kind: .untrusted, reason: "the server sent something unencrypted after agreeing to STARTTLS")
        }
        return .startTLS
    }

    private mutating func beginLogin() throws(SMTPFailure) -> Step {
        guard let login = envelope.login else { return try sender() }
        let username = Array(login.username.utf8)
        let password = Array(login.password.reveal().utf8)
        let mechanisms = extensions["AUTH"] ?? []
        if mechanisms.contains("PLAIN") {
            return send("AUTH PLAIN \(Base64.encode([0] + username + [0] + password))", .login(rest: []))
        }
        guard mechanisms.contains("LOGIN") else {
            throw SMTPFailure(kind: .unauthorized, reason: "the server offers no way to log in with a password")
        }
        return send("AUTH LOGIN", .login(rest: [Base64.encode(username), Base64.encode(password)]))
    }

    private mutating func login(_ reply: SMTPReply, _ rest: [String]) throws(SMTPFailure) -> Step {
        if reply.code == 235 { return try sender() }
        guard reply.code == 334, let next = rest.first else {
            throw SMTPFailure(reply, kind: .unauthorized, "the login was refused")
        }
        return send(next, .login(rest: Array(rest.dropFirst())))
    }

    private mutating func sender() throws(SMTPFailure) -> Step {
        if envelope.isOnlyLogin { return .finished(SMTPReceipt(answer: "", refused: [])) }
        hasBegunMail = true
        var line = "MAIL FROM:<\(envelope.sender)>"
        if let size = extensions["SIZE"] {
            let limit = size.first.flatMap { Int($0) } ?? 0
            guard limit == 0 || envelope.message.count <= limit else {
                throw SMTPFailure(
                    kind: .tooLarge,
                    reason: "the message has \(envelope.message.count) bytes, and the server takes at most \(limit)")
            }
            line += " SIZE=\(envelope.message.count)"
        }
        if extensions["8BITMIME"] != nil, envelope.message.contains(where: { $0 > 0x7F }) { line += " BODY=8BITMIME" }
        return send(line, .sender)
    }

    /// A refusal concerns this recipient only, unless the server ends the connection with it.
    private mutating func note(_ reply: SMTPReply, toRecipient index: Int) throws(SMTPFailure) {
        guard !(250...252).contains(reply.code) else { return }
        guard (400..<600).contains(reply.code), reply.code != 421 else { throw SMTPFailure(reply) }
        refusals.append((envelope.recipients[index], reply))
    }

    private mutating func beginData() throws(SMTPFailure) -> Step {
        guard refusals.count == envelope.recipients.count, let first = refusals.first?.reply else {
            return send("DATA", .data)
        }
        // Nobody is left. As long as one of them may be accepted later, the message is worth another attempt.
        throw SMTPFailure(refusals.first { $0.reply.isPassing }?.reply ?? first)
    }

    private mutating func recipient(_ index: Int) -> Step {
        send("RCPT TO:<\(envelope.recipients[index])>", .recipient(index))
    }
}

extension RefusedRecipient {
    init(_ recipient: EmailAddress, _ reply: SMTPReply) {
        self.init(address: recipient, reason: reply.quoted, replyCode: reply.code, retryMayHelp: reply.isPassing)
    }
}
