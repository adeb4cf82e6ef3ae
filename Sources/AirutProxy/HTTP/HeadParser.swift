import AirutPolicy
import NIOCore

/// Reads the lines of one head strictly (RFC 9112 §2 to §5, without any of the leniency it permits).
struct HeadParser {
    private let bytes: [UInt8]
    private let maximumFields: Int
    /// Where the next line begins.
    private var position = 0

    /// - Parameter head: what ``HeadReader`` took: every LF follows a CR, and an empty line ends it.
    init(_ head: ByteBuffer, maximumFields: Int) {
        bytes = Array(head.readableBytesView)
        self.maximumFields = maximumFields
    }

    /// The range of the next line, without its CR LF.
    mutating func line() throws(HTTPProblem) -> Range<Int> {
        let start = position
        while position < bytes.count, bytes[position] != 0x0D { position += 1 }
        guard position + 1 < bytes.count, bytes[position + 1] == 0x0A else {
            throw HTTPProblem("the header has a CR that ends no line")
        }
        position += 2
        return start..<(position - 2)
    }

    /// Every field up to the empty line.
    mutating func fields() throws(HTTPProblem) -> [HeaderField] {
        var fields: [HeaderField] = []
        fields.reserveCapacity(16)
        while true {
            let range = try line()
            if range.isEmpty {
                guard position == bytes.count else { throw HTTPProblem("the header continues after an empty line") }
                return fields
            }
            guard fields.count < maximumFields else {
                throw HTTPProblem("the header has more than \(maximumFields) fields", status: 431)
            }
            fields.append(try field(range))
        }
    }

    private func field(_ line: Range<Int>) throws(HTTPProblem) -> HeaderField {
        var index = line.lowerBound
        guard !isBlank(bytes[index]) else { throw HTTPProblem("a header field is folded over several lines") }
        while index < line.upperBound, isTokenByte(bytes[index]) { index += 1 }
        guard index > line.lowerBound, index < line.upperBound, bytes[index] == 0x3A else {
            throw HTTPProblem("a header field's name is malformed")
        }
        let name = text(line.lowerBound..<index)
        return HeaderField(name, try value((index + 1)..<line.upperBound))
    }

    private func value(_ range: Range<Int>) throws(HTTPProblem) -> String {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, isBlank(bytes[lower]) { lower += 1 }
        while lower < upper, isBlank(bytes[upper - 1]) { upper -= 1 }
        for index in lower..<upper where bytes[index] < 0x20 && bytes[index] != 0x09 || bytes[index] == 0x7F {
            throw HTTPProblem("a header field's value has a control character")
        }
        return text(lower..<upper)
    }

    /// The bytes as text: UTF-8, or else each byte the character of that number (RFC 9110 §5.5, ISO 8859-1).
    func text(_ range: Range<Int>) -> String {
        if let text = String(validating: bytes[range], as: UTF8.self) { return text }
        var text = ""
        for byte in bytes[range] { text.unicodeScalars.append(Unicode.Scalar(byte)) }
        return text
    }

    /// The line's parts between single spaces.
    func words(_ line: Range<Int>, atMost count: Int) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start = line.lowerBound
        for index in line where bytes[index] == 0x20 && words.count < count - 1 {
            words.append(start..<index)
            start = index + 1
        }
        return words + [start..<line.upperBound]
    }

    /// Whether the byte at every index suits.
    func all(_ range: Range<Int>, _ suits: (UInt8) -> Bool) -> Bool {
        for index in range where !suits(bytes[index]) { return false }
        return true
    }
}

@inline(__always)
private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

/// RFC 9110 §5.6.2.
func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: true
    case 0x21, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
    default: false
    }
}
