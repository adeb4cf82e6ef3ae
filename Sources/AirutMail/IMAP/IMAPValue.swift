/// A datum of a response.
///
/// - SeeAlso: RFC 3501 §4.
enum IMAPValue: Hashable {
    /// A word, number, flag or `NIL`.
    case atom(String)
    /// Quoted or literal.
    case string([UInt8])
    case list([IMAPValue])

    var number: Int? {
        guard case .atom(let text) = self, let number = Int(text), number >= 0 else { return nil }
        return number
    }

    var bytes: [UInt8]? {
        guard case .string(let bytes) = self else { return nil }
        return bytes
    }

    /// The words of a list of atoms.
    var atoms: [String] {
        guard case .list(let values) = self else { return [] }
        return values.compactMap { if case .atom(let text) = $0 { text } else { nil } }
    }
}
