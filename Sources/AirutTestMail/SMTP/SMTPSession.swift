import AirutModel

/// One SMTP submission connection: everybody must log in, mail goes only to the server's own accounts.
///
/// - SeeAlso: RFC 5321, RFC 6409 (submission), RFC 4954 (AUTH), RFC 3207 (STARTTLS), RFC 2920 (pipelining).
struct SMTPSession: ProtocolSession {
    enum State {
        case command
        /// `AUTH LOGIN` waits for the user's name.
        case loginName
        case loginPassword(username: String)
        case plainCredentials
        case data
    }

    struct Envelope {
        var sender: String?
        var recipients: [EmailAddress] = []
    }

    let configuration: TestMailConfiguration
    let spool: MailSpool
    var state = State.command
    var account: TestMailAccount?
    var clientName: String?
    var envelope = Envelope()
    var data: [UInt8] = []
    var isSecure: Bool

    init(configuration: TestMailConfiguration, spool: MailSpool) {
        self.configuration = configuration
        self.spool = spool
        if case .startTLS = configuration.security { isSecure = false } else { isSecure = true }
    }

    var demand: SessionDemand { .line }

    func tag(of line: String) -> String { "" }

    func verb(of line: String) -> String? {
        switch state {
        case .command: line.split(separator: " ").first?.uppercased()
        case .data: line == "." ? "." : nil
        default: nil
        }
    }

    func greeting() -> [SessionAction] { [.line("220 \(configuration.hostName) ESMTP ready")] }

    func spoolChanged() -> [SessionAction] { [] }

    mutating func receive(_ input: [UInt8]) -> [SessionAction] {
        if case .data = state { return receiveData(input) }
        let line = String(decoding: input, as: UTF8.self)
        switch state {
        case .command:
            let words = line.split(separator: " ", maxSplits: 1)
            guard let verb = words.first?.uppercased() else { return [.line("500 5.5.2 Say a command")] }
            return command(verb, words.count > 1 ? String(words[1]) : "")
        case .loginName, .loginPassword, .plainCredentials: return credentials(line)
        case .data: return []
        }
    }

    private mutating func command(_ verb: String, _ argument: String) -> [SessionAction] {
        switch verb {
        case "EHLO": return hello(argument, isExtended: true)
        case "HELO": return hello(argument, isExtended: false)
        case "STARTTLS": return startTLS()
        case "AUTH": return authenticate(argument)
        case "MAIL": return mail(argument)
        case "RCPT": return recipient(argument)
        case "DATA": return beginData()
        case "RSET":
            envelope = Envelope()
            return [.line("250 2.0.0 Forgotten")]
        case "NOOP": return [.line("250 2.0.0 Still here")]
        case "VRFY": return [.line("252 2.1.5 Send some mail and see")]
        case "QUIT": return [.line("221 2.0.0 Good bye"), .close]
        default: return [.line("500 5.5.1 Unknown command")]
        }
    }

    private mutating func hello(_ name: String, isExtended: Bool) -> [SessionAction] {
        guard !name.isEmpty else { return [.line("501 5.5.4 Say your name")] }
        clientName = name
        envelope = Envelope()
        guard isExtended else { return [.line("250 \(configuration.hostName)")] }
        var lines = [configuration.hostName, "PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES"]
        lines.append("SIZE \(configuration.maximumMessageBytes)")
        lines.append(isSecure ? "AUTH PLAIN LOGIN" : "STARTTLS")
        return lines.enumerated().map { .line(($0 == lines.count - 1 ? "250 " : "250-") + $1) }
    }

    private mutating func startTLS() -> [SessionAction] {
        guard !isSecure else { return [.line("502 5.5.1 Not offered")] }
        isSecure = true
        clientName = nil
        envelope = Envelope()
        return [.line("220 2.0.0 Go ahead"), .startTLS]
    }
}
