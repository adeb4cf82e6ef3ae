/// A JSON object that is written member by member. Members without a value are left out.
struct JSONLine {
    /// Without the closing brace.
    private var bytes = [UInt8(ascii: "{")]

    init() { bytes.reserveCapacity(512) }

    /// The whole object.
    func object() -> [UInt8] { bytes + [UInt8(ascii: "}")] }

    mutating func add(_ key: String, _ text: String?) {
        guard let text else { return }
        begin(key)
        quote(text)
    }

    mutating func add(_ key: String, _ number: Int?) {
        guard let number else { return }
        begin(key)
        bytes += "\(number)".utf8
    }

    mutating func add(_ key: String, _ texts: [String]) {
        begin(key)
        bytes.append(UInt8(ascii: "["))
        for (index, text) in texts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            quote(text)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// - Parameter json: a value as it is written.
    mutating func add(_ key: String, json: [UInt8]) {
        begin(key)
        bytes += json
    }

    private mutating func begin(_ key: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        quote(key)
        bytes.append(UInt8(ascii: ":"))
    }

    /// RFC 8259 §7.
    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: bytes += "\\u00".utf8 + [JSONLine.digits[Int(byte >> 4)], JSONLine.digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
