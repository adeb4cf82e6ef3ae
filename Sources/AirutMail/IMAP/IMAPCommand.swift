import AirutModel

/// One command for the server: its text in pieces, between which the server must ask for more.
///
/// - SeeAlso: RFC 3501 §4.3 (synchronizing literals), §6.
struct IMAPCommand {
    /// The first follows the tag; each further one is sent after a continuation request. Line ends included.
    let pieces: [[UInt8]]
    /// Whether the last piece waits until ``IMAPEngine`` is told, or has reason, to end the command.
    var isIdle = false

    /// Whether the server's good-bye is what we wait for.
    var isLogout = false

    private init(pieces: [[UInt8]]) { self.pieces = pieces }

    init(_ line: String) { self.init(pieces: [Array("\(line)\r\n".utf8)]) }

    static var idle: Self {
        var command = Self(pieces: [Array("IDLE\r\n".utf8), Array("DONE\r\n".utf8)])
        command.isIdle = true
        return command
    }

    static var logout: Self {
        var command = Self("LOGOUT")
        command.isLogout = true
        return command
    }

    /// `AUTHENTICATE PLAIN`, which takes any text; in one line where the server allows (RFC 4959).
    static func authenticatePlain(username: String, password: Secret, inOneLine: Bool) -> Self {
        let response = Base64.encode([0] + Array(username.utf8) + [0] + Array(password.reveal().utf8))
        if inOneLine { return Self("AUTHENTICATE PLAIN \(response)") }
        return Self(pieces: [Array("AUTHENTICATE PLAIN\r\n".utf8), Array("\(response)\r\n".utf8)])
    }

    static func login(username: String, password: Secret) -> Self {
        var pieces: [[UInt8]] = []
        var line = Array("LOGIN ".utf8)
        append(username, to: &line, after: &pieces)
        line.append(0x20)
        append(password.reveal(), to: &line, after: &pieces)
        return Self(pieces: pieces + [line + [0x0D, 0x0A]])
    }

    /// As a quoted string where that is allowed, as a literal otherwise.
    private static func append(_ text: String, to line: inout [UInt8], after pieces: inout [[UInt8]]) {
        let bytes = Array(text.utf8)
        if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) {
            line += quoted(text).utf8
        } else {
            pieces.append(line + Array("{\(bytes.count)}\r\n".utf8))
            line = bytes
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] } + "\""
    }

    static func select(_ mailbox: String) -> Self { Self("SELECT \(name(mailbox))") }
    static func create(_ mailbox: String) -> Self { Self("CREATE \(name(mailbox))") }

    static func copy(_ set: String, to mailbox: String, moving: Bool) -> Self {
        Self("UID \(moving ? "MOVE" : "COPY") \(set) \(name(mailbox))")
    }

    private static func name(_ mailbox: String) -> String { quoted(ModifiedUTF7.encode(mailbox)) }
}
