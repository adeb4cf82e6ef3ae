/// Reads the tokens of one response.
///
/// - SeeAlso: RFC 3501 §9.
struct IMAPScanner {
    private let parts: [IMAPFramer.Part]
    private var part = 0
    private var offset = 0

    init(_ parts: [IMAPFramer.Part]) { self.parts = parts }

    /// The next byte of text; `nil` at a literal or at the end.
    var peek: UInt8? {
        guard part < parts.count, case .text(let bytes) = parts[part], offset < bytes.count else { return nil }
        return bytes[offset]
    }

    /// Goes over the byte if it comes next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    mutating func skipSpaces() { while skip(" ") {} }

    /// An atom, in which brackets may hold spaces and parentheses (`BODY[HEADER.FIELDS (DATE)]<0>`); may be empty.
    mutating func atom() -> String {
        guard part < parts.count, case .text(let bytes) = parts[part] else { return "" }
        let start = offset
        var depth = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "[") { depth += 1 }
            if depth == 0, " ()\"".utf8.contains(byte) { break }
            if byte == UInt8(ascii: "]"), depth > 0 { depth -= 1 }
            offset += 1
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    /// The rest of the line as text.
    mutating func rest() -> String {
        guard part < parts.count, case .text(let bytes) = parts[part] else { return "" }
        defer { offset = bytes.count }
        return String(decoding: bytes[offset...], as: UTF8.self)
    }

    /// What stands before the character, which is skipped; `nil` when it does not occur any more on this line.
    mutating func text(upTo character: Unicode.Scalar) -> String? {
        guard part < parts.count, case .text(let bytes) = parts[part],
            let end = bytes[offset...].firstIndex(of: UInt8(ascii: character))
        else { return nil }
        defer { offset = end + 1 }
        return String(decoding: bytes[offset..<end], as: UTF8.self)
    }

    /// A literal, quoted string, list or atom.
    mutating func value(depth: Int = 0) throws(IMAPProtocolError) -> IMAPValue {
        if let literal = literal() { return .string(literal) }
        if skip("\"") { return .string(try quoted()) }
        if skip("(") { return .list(try list(depth: depth + 1)) }
        let atom = atom()
        guard !atom.isEmpty else { throw IMAPProtocolError(reason: "the server sent a response that cannot be read") }
        return .atom(atom)
    }

    private mutating func literal() -> [UInt8]? {
        guard part < parts.count else { return nil }
        if case .text(let bytes) = parts[part] {
            // The announcement is all that is left of this line.
            var announcement = offset
            if announcement < bytes.count, bytes[announcement] == UInt8(ascii: "~") { announcement += 1 }
            guard announcement < bytes.count, bytes[announcement] == UInt8(ascii: "{"), part + 1 < parts.count,
                bytes[announcement...].lastIndex(of: UInt8(ascii: "{")) == announcement
            else { return nil }
            part += 1
        }
        guard case .literal(let bytes) = parts[part] else { return nil }
        part += 1
        offset = 0
        return bytes
    }

    private mutating func quoted() throws(IMAPProtocolError) -> [UInt8] {
        var result: [UInt8] = []
        while let byte = peek {
            offset += 1
            if byte == UInt8(ascii: "\"") { return result }
            if byte == UInt8(ascii: "\\"), let escaped = peek {
                offset += 1
                result.append(escaped)
            } else {
                result.append(byte)
            }
        }
        throw IMAPProtocolError(reason: "the server sent a quoted text without an end")
    }

    private mutating func list(depth: Int) throws(IMAPProtocolError) -> [IMAPValue] {
        guard depth <= 50 else { throw IMAPProtocolError(reason: "the server sent lists nested too deeply") }
        var result: [IMAPValue] = []
        while true {
            skipSpaces()
            if skip(")") { return result }
            result.append(try value(depth: depth))
        }
    }
}
