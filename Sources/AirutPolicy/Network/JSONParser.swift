/// A strict JSON parser that keeps places, so that single values can be replaced without touching the rest.
///
/// What two parsers might read differently is an error: keys that stand twice, invalid UTF-8, comments, trailing commas.
///
/// - SeeAlso: RFC 8259, and RFC 7493 §2.3 for duplicate names.
struct JSONParser {
    struct Failure: Error {}

    private static let maximumDepth = 200
    /// A body of nothing but brackets would take a hundred times its size.
    private static let maximumNodes = 1_000_000
    let bytes: [UInt8]
    private var index = 0
    private var nodes = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func parse() throws(Failure) -> JSONNode {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw Failure() }
        let node = try value()
        skipBlanks()
        guard index == bytes.count else { throw Failure() }
        return node
    }

    /// The text of a string node. Half surrogates become U+FFFD.
    func text(of node: JSONNode) -> String? {
        guard case .string = node.kind else { return nil }
        return JSONString.decoded(bytes[node.range].dropFirst().dropLast())
    }

    private mutating func value() throws(Failure) -> JSONNode {
        skipBlanks()
        nodes += 1
        guard nodes <= Self.maximumNodes else { throw Failure() }
        let start = index
        let kind: JSONNode.Kind
        switch bytes.at(index) {
        case UInt8(ascii: "{"): kind = try nested(Self.members)
        case UInt8(ascii: "["): kind = try nested(Self.items)
        case UInt8(ascii: "\""):
            try string()
            kind = .string
        default: kind = try word()
        }
        return JSONNode(kind: kind, range: start..<index)
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(Failure) -> JSONNode.Kind
    ) throws(Failure) -> JSONNode.Kind {
        guard depth < Self.maximumDepth else { throw Failure() }
        depth += 1
        index += 1
        let kind = try body(&self)
        depth -= 1
        return kind
    }

    private static func members(_ parser: inout JSONParser) throws(Failure) -> JSONNode.Kind {
        .object(try parser.members())
    }

    private static func items(_ parser: inout JSONParser) throws(Failure) -> JSONNode.Kind {
        .array(try parser.items())
    }

    private mutating func members() throws(Failure) -> [(key: String, value: JSONNode)] {
        var members: [(key: String, value: JSONNode)] = []
        var seen: Set<String> = []
        if take("}") { return [] }
        repeat {
            skipBlanks()
            let start = index
            try string()
            let key = JSONString.decoded(bytes[start..<index].dropFirst().dropLast())
            guard seen.insert(key).inserted, take(":") else { throw Failure() }
            members.append((key, try value()))
        } while take(",")
        guard take("}") else { throw Failure() }
        return members
    }

    private mutating func items() throws(Failure) -> [JSONNode] {
        var items: [JSONNode] = []
        if take("]") { return [] }
        repeat { items.append(try value()) } while take(",")
        guard take("]") else { throw Failure() }
        return items
    }

    private mutating func string() throws(Failure) {
        guard bytes.at(index) == UInt8(ascii: "\"") else { throw Failure() }
        index += 1
        while let byte = bytes.at(index), byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw Failure() }
            index += byte == UInt8(ascii: "\\") ? try escapeLength() : 1
        }
        guard index < bytes.count else { throw Failure() }
        index += 1
    }

    private func escapeLength() throws(Failure) -> Int {
        guard let kind = bytes.at(index + 1) else { throw Failure() }
        if kind == UInt8(ascii: "u") {
            guard (2...5).allSatisfy({ bytes.at(index + $0).flatMap(JSONString.digit) != nil }) else { throw Failure() }
            return 6
        }
        guard "\"\\/bfnrt".utf8.contains(kind) else { throw Failure() }
        return 2
    }

    /// A number, `true`, `false` or `null`.
    private mutating func word() throws(Failure) -> JSONNode.Kind {
        let start = index
        while let byte = bytes.at(index), "+-.".utf8.contains(byte) || Percent.isUnreserved(byte) { index += 1 }
        switch String(decoding: bytes[start..<index], as: UTF8.self) {
        case "null": return .null
        case "true", "false": return .scalar
        case let text where JSONString.isNumber(text): return .scalar
        default: throw Failure()
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard bytes.at(index) == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = bytes.at(index), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }
}

extension [UInt8] {
    fileprivate func at(_ index: Int) -> UInt8? { index < count ? self[index] : nil }
}
