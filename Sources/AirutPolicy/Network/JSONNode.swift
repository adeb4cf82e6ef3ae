/// A JSON value and where it stands in its text.
struct JSONNode: Sendable {
    indirect enum Kind: Sendable {
        case string
        /// A number, true, false.
        case scalar
        case null
        case array([JSONNode])
        /// In file order; no key stands twice.
        case object([(key: String, value: JSONNode)])
    }

    let kind: Kind
    let range: Range<Int>

    subscript(key: String) -> JSONNode? {
        guard case .object(let members) = kind else { return nil }
        return members.first { $0.key == key }?.value
    }

    var elements: [JSONNode]? { if case .array(let elements) = kind { elements } else { nil } }
    var isNull: Bool { if case .null = kind { true } else { false } }
}
