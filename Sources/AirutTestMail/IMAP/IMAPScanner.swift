/// Reads arguments from left to right.
struct IMAPScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }
    private let space = UInt8(ascii: " ")

    /// Whether only spaces are left.
    var isAtEnd: Bool { bytes[position...].allSatisfy { $0 == space } }

    /// `nil` when there is none, or it is not well-formed.
    mutating func argument() -> IMAPArgument? {
        while next == space { position += 1 }
        switch next {
        case nil, UInt8(ascii: ")"): return nil
        case UInt8(ascii: "\""): return quoted()
        case UInt8(ascii: "{"): return literal()
        case UInt8(ascii: "("): return list()
        default: return atom()
        }
    }

    private mutating func list() -> IMAPArgument? {
        position += 1
        var items: [IMAPArgument] = []
        while true {
            while next == space { position += 1 }
            if next == UInt8(ascii: ")") {
                position += 1
                return .list(items)
            }
            guard let item = argument() else { return nil }
            items.append(item)
        }
    }

    private mutating func quoted() -> IMAPArgument? {
        position += 1
        var content: [UInt8] = []
        while let byte = next {
            position += 1
            if byte == UInt8(ascii: "\"") { return .string(content) }
            if byte == UInt8(ascii: "\\"), let escaped = next {
                position += 1
                content.append(escaped)
            } else {
                content.append(byte)
            }
        }
        return nil
    }

    private mutating func literal() -> IMAPArgument? {
        guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")),
            let literal = IMAPCommand.literal(endOf: Array(bytes[position..<end].dropLast())),
            end + literal.bytes < bytes.count
        else { return nil }
        position = end + 1 + literal.bytes
        return .string(Array(bytes[(end + 1)..<position]))
    }

    /// Brackets hold everything up to their end together.
    private mutating func atom() -> IMAPArgument? {
        let start = position
        var isInBrackets = false
        while let byte = next {
            if byte == UInt8(ascii: "[") { isInBrackets = true }
            if byte == UInt8(ascii: "]") { isInBrackets = false }
            if !isInBrackets, byte == space || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") { break }
            position += 1
        }
        return start == position ? nil : .atom(String(decoding: bytes[start..<position], as: UTF8.self))
    }
}
