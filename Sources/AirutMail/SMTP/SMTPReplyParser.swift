/// Cuts the server's bytes into replies.
struct SMTPReplyParser {
    /// Of one reply; a line has 512 at most (RFC 5321 §4.5.3.1.5), and only greetings have many.
    private static let maximumBytes = 64 << 10

    private var buffer: [UInt8] = []
    private var lines: [String] = []
    /// What the lines of the present reply took.
    private var lineBytes = 0

    /// Whether bytes are left that belong to no finished reply.
    var isEmpty: Bool { buffer.isEmpty && lines.isEmpty }

    mutating func append(_ bytes: [UInt8]) { buffer += bytes }

    /// The next complete reply; `nil` when more bytes are needed.
    mutating func next() throws(SMTPFailure) -> SMTPReply? {
        while let end = buffer.firstIndex(of: 0x0A) {
            var line = buffer[..<end]
            if line.last == 0x0D { line.removeLast() }
            let digits = line.prefix(3)
            guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }), lines.count < 1000 else {
                throw SMTPFailure(kind: .malformed, reason: "the server does not speak SMTP")
            }
            try require(lineBytes + end)
            let code = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            let isLast = line.dropFirst(3).first != UInt8(ascii: "-")
            lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
            lineBytes += end + 1
            buffer.removeFirst(end + 1)
            guard isLast else { continue }
            defer { (lines, lineBytes) = ([], 0) }
            return SMTPReply(code: code, lines: lines)
        }
        try require(lineBytes + buffer.count)
        return nil
    }

    private func require(_ count: Int) throws(SMTPFailure) {
        guard count <= Self.maximumBytes else {
            throw SMTPFailure(kind: .malformed, reason: "the server sends a reply that is too long")
        }
    }
}
