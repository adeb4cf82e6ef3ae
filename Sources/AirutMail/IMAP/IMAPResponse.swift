/// One response of the server, as far as we understand it.
///
/// - SeeAlso: RFC 3501 §7.
enum IMAPResponse: Hashable {
    /// `+`: the server wants the rest of the command.
    case continuation
    /// The end of a command.
    case completion(tag: String, IMAPStatus)
    /// Untagged `OK`, `NO`, `BAD`, `PREAUTH` or `BYE`.
    case status(IMAPStatus)
    /// In upper case.
    case capability(Set<String>)
    /// How many messages the mailbox has.
    case exists(Int)
    /// The message with this sequence number is gone.
    case expunge(Int)
    case fetch(IMAPFetch)
    /// Identifiers found by `UID SEARCH`.
    case search([UInt32])
    /// Anything else.
    case other
}

extension IMAPResponse {
    init(_ parts: [IMAPFramer.Part]) throws(IMAPProtocolError) {
        var scanner = IMAPScanner(parts)
        let tag = scanner.atom()
        guard !tag.isEmpty else { throw IMAPProtocolError(reason: "the server does not speak IMAP") }
        scanner.skipSpaces()
        switch tag {
        case "+": self = .continuation
        case "*": self = try Self.untagged(&scanner)
        default:
            guard let status = IMAPStatus(word: scanner.atom(), &scanner) else {
                throw IMAPProtocolError(reason: "the server does not speak IMAP")
            }
            self = .completion(tag: tag, status)
        }
    }

    private static func untagged(_ scanner: inout IMAPScanner) throws(IMAPProtocolError) -> Self {
        let word = scanner.atom().uppercased()
        if let status = IMAPStatus(word: word, &scanner) { return .status(status) }
        scanner.skipSpaces()
        if let number = UInt32(word).map(Int.init) { return try numbered(number, &scanner) }
        switch word {
        case "CAPABILITY": return .capability(Self.words(scanner.rest()))
        case "SEARCH": return .search(scanner.rest().split(separator: " ").compactMap { UInt32($0) })
        default: return .other
        }
    }

    private static func numbered(_ number: Int, _ scanner: inout IMAPScanner) throws(IMAPProtocolError) -> Self {
        switch scanner.atom().uppercased() {
        case "EXISTS": return .exists(number)
        case "EXPUNGE": return .expunge(number)
        case "FETCH":
            scanner.skipSpaces()
            return .fetch(try IMAPFetch(scanner.value()))
        default: return .other
        }
    }

    /// Words separated by spaces, in upper case.
    static func words(_ text: String) -> Set<String> { Set(text.uppercased().split(separator: " ").map(String.init)) }
}
