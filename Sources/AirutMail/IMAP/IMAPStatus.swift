/// What the server says about a command or about itself.
///
/// - SeeAlso: RFC 3501 §7.1, RFC 5530 (codes).
struct IMAPStatus: Hashable {
    enum Kind: String {
        case ok = "OK"
        case no = "NO"
        case bad = "BAD"
        case preAuthenticated = "PREAUTH"
        case bye = "BYE"
    }

    let kind: Kind
    /// The name of the response code in upper case: `UIDVALIDITY`, `TRYCREATE`.
    let code: String?
    /// What follows the code's name in its brackets.
    let argument: String
    let text: String

    /// Reads what follows `word`; `nil` when that is not a status.
    init?(word: String, _ scanner: inout IMAPScanner) {
        guard let kind = Kind(rawValue: word.uppercased()) else { return nil }
        self.kind = kind
        scanner.skipSpaces()
        var code: [Substring] = []
        if scanner.peek == UInt8(ascii: "["), scanner.skip("["), let inside = scanner.text(upTo: "]") {
            code = inside.split(separator: " ", maxSplits: 1)
            scanner.skipSpaces()
        }
        self.code = code.first?.uppercased()
        argument = code.count > 1 ? String(code[1]) : ""
        text = scanner.rest()
    }

    /// The server's words for an error message: printable, at most 300 characters.
    var quotedText: String {
        let printable = text.unicodeScalars.filter { $0.properties.generalCategory != .control }.prefix(300)
        let words = String(String.UnicodeScalarView(printable))
        return words.isEmpty ? "the server gave no reason" : "the server says “\(words)”"
    }

    /// Whether the code says that the trouble is on the server's side and may pass.
    var isPassing: Bool { ["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"].contains(code) }
}
