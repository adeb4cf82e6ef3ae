/// The header of a message or of one of its parts, as written.
///
/// It ends at the first empty line, or at the first line that cannot be a field: what follows is content then, so
/// that nothing a person wrote is lost.
///
/// - SeeAlso: RFC 5322 §2.2, §4.5 (white space before the colon).
struct HeaderSection {
    struct Field {
        let name: String
        /// Unfolded, trimmed, without control characters; one whose end was left out ends with an ellipsis, so that
        /// it does not look complete.
        let value: String
    }

    private(set) var fields: [Field] = []
    /// Where the content begins.
    private(set) var end: Int
    /// Whether fields or ends of values were left out.
    private(set) var isCut = false

    private static let maximumFields = 2_000
    private static let maximumValueBytes = 64 << 10

    /// - Parameter range: where the message or part lies in `bytes`.
    init(_ bytes: [UInt8], in range: Range<Int>) {
        end = range.lowerBound
        while end < range.upperBound {
            let line = bytes.line(at: end, before: range.upperBound)
            guard !line.content.isEmpty else {
                end = line.next
                return
            }
            if Self.isMailboxSeparator(bytes, line.content, first: end == range.lowerBound) {
                end = line.next
                continue
            }
            guard let colon = Self.colon(in: bytes, line.content) else { return }
            let next = Self.endOfField(bytes, from: line.next, before: range.upperBound)
            add(bytes, line.content.lowerBound..<colon, (colon + 1)..<next)
            end = next
        }
    }

    /// The first field of that name.
    func value(of name: String) -> String? {
        let name = name.lowercased()
        return fields.first { $0.name.lowercased() == name }?.value
    }

    private mutating func add(_ bytes: [UInt8], _ nameRange: Range<Int>, _ valueRange: Range<Int>) {
        let name = String(decoding: bytes[nameRange], as: UTF8.self).trimmed()
        // However many there are, a second `From` must be seen: it decides whether the sender can be trusted.
        guard
            fields.count < Self.maximumFields || (name.lowercased() == "from" && fields.count < 2 * Self.maximumFields)
        else {
            isCut = true
            return
        }
        let isValueCut = valueRange.count > Self.maximumValueBytes
        isCut = isCut || isValueCut
        let kept = bytes[valueRange.prefix(Self.maximumValueBytes)]
        let printable = kept.compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "\r"), UInt8(ascii: "\n"): nil
            case UInt8(ascii: "\t"): byte
            case 0..<0x20, 0x7F: UInt8(ascii: " ")
            default: byte
            }
        }
        let value = String(decoding: printable, as: UTF8.self).trimmed()
        fields.append(Field(name: name, value: isValueCut ? value + "…" : value))
    }

    /// The line `From sender date` that mbox files put before a message.
    private static func isMailboxSeparator(_ bytes: [UInt8], _ line: Range<Int>, first: Bool) -> Bool {
        first && bytes[line].starts(with: "From ".utf8) && colon(in: bytes, line) == nil
    }

    /// Where the colon after a well-formed field name is.
    private static func colon(in bytes: [UInt8], _ line: Range<Int>) -> Int? {
        guard let colon = bytes.index(of: UInt8(ascii: ":"), in: line), colon > line.lowerBound,
            colon - line.lowerBound <= 1_000
        else { return nil }
        var nameEnd = colon
        while nameEnd > line.lowerBound, isBlank(bytes[nameEnd - 1]) { nameEnd -= 1 }
        let name = bytes[line.lowerBound..<nameEnd]
        return !name.isEmpty && name.allSatisfy { (0x21...0x7E).contains($0) } ? colon : nil
    }

    private static func endOfField(_ bytes: [UInt8], from start: Int, before end: Int) -> Int {
        var next = start
        while next < end, isBlank(bytes[next]) {
            let line = bytes.line(at: next, before: end)
            // A line of white space only still continues the field, as RFC 5322 §4.2 says of obsolete folding.
            next = line.next
        }
        return next
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
