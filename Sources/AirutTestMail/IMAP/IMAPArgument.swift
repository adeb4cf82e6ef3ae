/// One argument of an IMAP command (RFC 3501 §4).
indirect enum IMAPArgument: Equatable {
    /// Also numbers and sets; sections keep their brackets: `BODY.PEEK[HEADER.FIELDS (To)]`.
    case atom(String)
    /// A quoted string or a literal.
    case string([UInt8])
    case list([IMAPArgument])

    /// Text of an atom or string.
    var text: String? {
        switch self {
        case .atom(let text): text
        case .string(let bytes): String(decoding: bytes, as: UTF8.self)
        case .list: nil
        }
    }

    var list: [IMAPArgument]? { if case .list(let items) = self { items } else { nil } }
}
