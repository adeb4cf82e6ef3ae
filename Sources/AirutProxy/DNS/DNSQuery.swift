/// A question somebody asked over DNS (RFC 1035 §4.1).
struct DNSQuery: Hashable, Sendable {
    enum Kind: UInt16, Sendable {
        case ipv4 = 1
        case ipv6 = 28
    }

    /// What becomes of bytes that are no plain question.
    enum Failure: Error, Hashable {
        /// Not even a question that could be answered: silence.
        case ignored
        /// The answer says that it was malformed (FORMERR).
        case malformed(id: UInt16)
        /// The answer says that such queries are not served (NOTIMP).
        case unsupported(id: UInt16)
    }

    let id: UInt16
    let recursionDesired: Bool
    /// In lower case, without a dot at its end; a byte that is no letter, digit, `-` or `_` as `\ddd`. Empty for the root.
    let name: String
    /// Whether every byte of the name may stand in a host's name.
    let isHostName: Bool
    /// `nil`: a kind of record there are none of.
    let kind: Kind?
    /// The question as it was asked, repeated in the answer.
    let question: [UInt8]
}

extension DNSQuery {
    private static let headerBytes = 12
    private static let maximumNameBytes = 255

    init(parsing message: some RandomAccessCollection<UInt8>) throws(Failure) {
        let bytes = Array(message)
        guard bytes.count >= DNSQuery.headerBytes, bytes[2] & 0x80 == 0 else { throw .ignored }
        let id = DNSQuery.integer(bytes, at: 0)
        guard bytes[2] & 0x78 == 0 else { throw .unsupported(id: id) }
        guard DNSQuery.integer(bytes, at: 4) == 1, DNSQuery.integer(bytes, at: 6) == 0,
            let name = DNSQuery.name(bytes), name.end + 4 <= bytes.count
        else { throw .malformed(id: id) }
        guard DNSQuery.integer(bytes, at: name.end + 2) == 1 else { throw .unsupported(id: id) }
        self.id = id
        recursionDesired = bytes[2] & 1 == 1
        (self.name, isHostName) = (name.text, name.isHostName)
        kind = Kind(rawValue: DNSQuery.integer(bytes, at: name.end))
        question = Array(bytes[DNSQuery.headerBytes..<(name.end + 4)])
    }

    private static func integer(_ bytes: [UInt8], at index: Int) -> UInt16 {
        UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
    }

    /// The question's name, which begins after the header; compressed ones have no place there.
    private static func name(_ bytes: [UInt8]) -> (text: String, isHostName: Bool, end: Int)? {
        var index = headerBytes
        var text = ""
        var isHostName = true
        while index < bytes.count, bytes[index] != 0 {
            let (start, end) = (index + 1, index + 1 + Int(bytes[index]))
            guard bytes[index] < 64, end <= bytes.count, end - headerBytes < maximumNameBytes else { return nil }
            if !text.isEmpty { text += "." }
            for byte in bytes[start..<end] { append(byte, to: &text, isHostName: &isHostName) }
            index = end
        }
        guard index < bytes.count else { return nil }
        return (text, isHostName && !text.isEmpty, index + 1)
    }

    private static func append(_ byte: UInt8, to text: inout String, isHostName: inout Bool) {
        switch byte {
        case 0x41...0x5A: text.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
        case 0x61...0x7A, 0x30...0x39, 0x2D, 0x5F: text.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            isHostName = false
            let digits = String(byte)
            text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
        }
    }
}
