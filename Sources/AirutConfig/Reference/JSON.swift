/// A JSON value whose objects keep their order, so that generated files read as they were declared.
indirect enum JSON: Sendable, Hashable {
    struct Member: Sendable, Hashable {
        let key: String
        let value: JSON
    }

    case text(String)
    case integer(Int)
    case number(Double)
    case bool(Bool)
    case array([JSON])
    case object([Member])

    static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
        .object(members.map { Member(key: $0.key, value: $0.value) })
    }

    /// The object with further members at its end; anything else is left as it is.
    func adding(_ key: String, _ value: JSON?) -> JSON {
        guard case .object(let members) = self, let value else { return self }
        return .object(members + [Member(key: key, value: value)])
    }

    /// Both objects' members.
    func merging(_ other: JSON) -> JSON {
        guard case .object(let members) = self, case .object(let others) = other else { return self }
        return .object(members + others)
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(arrayLiteral elements: JSON...) { self = .array(elements) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
}
