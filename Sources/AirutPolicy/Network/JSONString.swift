/// The inside of JSON strings, RFC 8259 §7.
enum JSONString {
    /// - Parameter bytes: between the quotes, with valid escapes. Half surrogates become U+FFFD.
    static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
        var units: [UInt16] = []
        var rest = bytes
        while let byte = rest.first {
            guard byte == UInt8(ascii: "\\"), let kind = rest.dropFirst().first else {
                let plain = rest.prefix { $0 != UInt8(ascii: "\\") }
                units += String(decoding: plain, as: UTF8.self).utf16
                rest = rest.dropFirst(plain.count)
                continue
            }
            if kind == UInt8(ascii: "u") {
                units.append(rest.dropFirst(2).prefix(4).reduce(0) { $0 << 4 | UInt16(digit($1) ?? 0) })
                rest = rest.dropFirst(6)
            } else {
                units.append(UInt16(simple[kind] ?? kind))
                rest = rest.dropFirst(2)
            }
        }
        return String(decoding: units, as: UTF16.self)
    }

    static func quoted(_ text: String) -> String {
        "\""
            + text.unicodeScalars.map { scalar in
                switch scalar {
                case "\"": "\\\""
                case "\\": "\\\\"
                case let scalar where scalar.value < 0x20:
                    "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
                case let scalar: String(scalar)
                }
            }.joined() + "\""
    }

    /// RFC 8259 §6.
    static func isNumber(_ text: String) -> Bool {
        var rest = text.utf8[...]
        let take = { (set: String) -> Bool in
            guard let first = rest.first, set.utf8.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        let digits = { () -> Int in
            let run = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest.dropFirst(run.count)
            return run.count
        }
        _ = take("-")
        let isZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !isZero || whole == 1 else { return false }
        if take("."), digits() == 0 { return false }
        if take("eE") {
            _ = take("+-")
            if digits() == 0 { return false }
        }
        return rest.isEmpty
    }

    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    private static let simple: [UInt8: UInt8] = [
        UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    ]
}
