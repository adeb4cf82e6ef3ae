import AirutModel

/// One IMAP4rev1 connection.
///
/// - SeeAlso: RFC 3501, RFC 2177 (IDLE), RFC 4315 (UIDPLUS), RFC 6851 (MOVE), RFC 7888 (LITERAL+), RFC 3691 (UNSELECT).
struct IMAPSession: ProtocolSession {
    let configuration: TestMailConfiguration
    let spool: MailSpool
    var account: TestMailAccount?
    var selection: IMAPSelection?
    var isSecure: Bool
    /// What arrived of the command so far.
    private var partial: [UInt8] = []
    private var literalBytes: Int?
    /// The tag of the running `IDLE`.
    var idleTag: String?
    /// The tag of the `AUTHENTICATE` that waits for credentials.
    var authenticationTag: String?

    init(configuration: TestMailConfiguration, spool: MailSpool) {
        self.configuration = configuration
        self.spool = spool
        if case .startTLS = configuration.security { isSecure = false } else { isSecure = true }
    }

    var demand: SessionDemand { literalBytes.map { .bytes($0) } ?? .line }

    func verb(of line: String) -> String? {
        if idleTag != nil { return line.uppercased() }
        guard partial.isEmpty, authenticationTag == nil else { return nil }
        let words = line.split(separator: " ", maxSplits: 3)
        guard words.count > 1 else { return words.first?.uppercased() }
        let verb = words[1].uppercased()
        return verb == "UID" && words.count > 2 ? words[2].uppercased() : verb
    }

    func tag(of line: String) -> String { idleTag ?? line.split(separator: " ").first.map(String.init) ?? "*" }

    func greeting() -> [SessionAction] { [.line("* OK [CAPABILITY \(capabilities)] \(configuration.hostName) ready")] }

    var capabilities: String {
        var names = ["IMAP4rev1", "LITERAL+", "UNSELECT", "NAMESPACE", "ID"]
        names += TestMailConfiguration.Extension.allCases.filter(configuration.extensions.contains).map(\.rawValue)
        names += isSecure ? ["SASL-IR", "AUTH=PLAIN"] : ["STARTTLS", "LOGINDISABLED"]
        return names.joined(separator: " ")
    }

    mutating func receive(_ input: [UInt8]) -> [SessionAction] {
        if let tag = idleTag { return endIdle(tag, String(decoding: input, as: UTF8.self)) }
        if let tag = authenticationTag {
            authenticationTag = nil
            return finishPlain(String(decoding: input, as: UTF8.self), tag)
        }
        partial += input
        guard literalBytes == nil else {
            literalBytes = nil
            return []
        }
        if let literal = IMAPCommand.literal(endOf: input) {
            guard literal.bytes <= configuration.maximumMessageBytes else {
                return [.line("* BYE The literal is too large"), .close]
            }
            partial += [0x0D, 0x0A]
            literalBytes = literal.bytes
            return literal.waits ? [.line("+ Go ahead")] : []
        }
        defer { partial = [] }
        guard let command = IMAPCommand(partial) else { return [.line("* BAD Not a command")] }
        return perform(command)
    }

    mutating func spoolChanged() -> [SessionAction] { idleTag == nil ? [] : farewell() ?? updates() }

    /// What a session says whose folder was numbered anew: nothing it knows is true any more (RFC 3501 §2.3.1.1).
    func farewell() -> [SessionAction]? {
        guard let selection, spool.folder(selection.folder)?.uidValidity != selection.uidValidity else { return nil }
        return [.line("* BYE [UNAVAILABLE] The folder was numbered anew"), .close]
    }

    /// What the selected folder's changes make us say.
    mutating func updates(mayExpunge: Bool = true) -> [SessionAction] {
        guard let id = selection?.folder, let folder = spool.folder(id) else { return [] }
        return selection?.update(to: folder, mayExpunge: mayExpunge).map { .line($0) } ?? []
    }
}
