/// Cuts the server's bytes into responses: lines, with the literals in them apart.
///
/// - SeeAlso: RFC 3501 §2.2.2, §4.3 (literals), RFC 3516 §4.4 (`~{n}`).
struct IMAPFramer {
    /// A response: text without line ends, and literals between.
    enum Part: Hashable {
        case text([UInt8])
        case literal([UInt8])
    }

    /// Most bytes of one response outside literals.
    var maximumTextBytes = 4 << 20
    /// Most bytes of one literal.
    var maximumLiteralBytes = 1 << 20

    private var buffer: [UInt8] = []
    /// Where the unread part of `buffer` begins.
    private var position = 0
    /// How far it was searched for a line end.
    private var searched = 0
    private var parts: [Part] = []
    private var textBytes = 0
    /// The literal being received and its full size.
    private var literal: (bytes: [UInt8], size: Int)?

    /// Whether bytes are left that belong to no finished response.
    var isEmpty: Bool { position == buffer.count && parts.isEmpty && literal == nil }

    mutating func append(_ bytes: [UInt8]) {
        if position == buffer.count {
            buffer = bytes
            position = 0
            searched = 0
        } else {
            buffer.append(contentsOf: bytes)
        }
    }

    /// The next complete response; `nil` when more bytes are needed.
    mutating func next() throws(IMAPProtocolError) -> [Part]? {
        while true {
            if literal != nil {
                guard takeLiteral() else { return nil }
            } else {
                guard let line = try takeLine() else { return nil }
                parts.append(.text(line))
                if let size = Self.literalSize(endOf: line), !isFreeText {
                    try beginLiteral(size: size)
                } else {
                    defer {
                        parts = []
                        textBytes = 0
                    }
                    return parts
                }
            }
        }
    }

    private mutating func beginLiteral(size: Int) throws(IMAPProtocolError) {
        guard size <= maximumLiteralBytes else {
            throw IMAPProtocolError(
                kind: .tooLarge,
                reason: "the server sends \(size) bytes where at most \(maximumLiteralBytes) are accepted")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        literal = (bytes, size)
    }

    private mutating func takeLiteral() -> Bool {
        guard let size = literal?.size, var bytes = literal.take()?.bytes else { return true }
        let count = min(size - bytes.count, buffer.count - position)
        bytes.append(contentsOf: buffer[position..<position + count])
        position += count
        searched = position
        if bytes.count < size {
            literal = (bytes, size)
            return false
        }
        parts.append(.literal(bytes))
        return true
    }

    /// The next line without its end (CR LF; a lone LF is tolerated).
    private mutating func takeLine() throws(IMAPProtocolError) -> [UInt8]? {
        guard let end = buffer[searched...].firstIndex(of: 0x0A) else {
            searched = buffer.count
            try checkTextBytes(textBytes + buffer.count - position)
            if position > 1 << 16 {
                buffer.removeFirst(position)
                searched -= position
                position = 0
            }
            return nil
        }
        var line = buffer[position..<end]
        if line.last == 0x0D { line.removeLast() }
        textBytes += line.count
        position = end + 1
        searched = position
        try checkTextBytes(textBytes)
        return Array(line)
    }

    private func checkTextBytes(_ count: Int) throws(IMAPProtocolError) {
        guard count <= maximumTextBytes else {
            throw IMAPProtocolError(
                kind: .tooLarge, reason: "the server sends a line of more than \(maximumTextBytes) bytes")
        }
    }

    /// The number in a `{n}` or `~{n}` at the end of a line.
    private static func literalSize(endOf line: [UInt8]) -> Int? {
        guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else { return nil }
        let digits = line[(open + 1)..<(line.count - 1)]
        guard (1...10).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Whether the response is one that ends in human-readable text, where `{5}` means nothing.
    private var isFreeText: Bool {
        guard case .text(let line)? = parts.first else { return false }
        let words = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        guard let tag = words.first else { return false }
        if tag == [UInt8(ascii: "+")] { return true }
        guard words.count > 1 else { return false }
        return ["OK", "NO", "BAD", "BYE", "PREAUTH"].contains(String(decoding: words[1], as: UTF8.self).uppercased())
    }
}
