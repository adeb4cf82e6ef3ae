import CGMime
import Glibc

/// Turns the bytes of a text part into text, whatever is claimed about them.
enum Charset {
    /// - Parameter name: the `charset` parameter.
    /// - Returns: the text, and a sentence when the charset is unknown or did not fit.
    static func decode(_ bytes: [UInt8], charset name: String?) -> (text: String, note: String?) {
        let label = name?.trimmed().lowercased() ?? ""
        switch label {
        case "", "us-ascii", "ascii", "utf-8", "utf8", "default", "x-unknown", "unknown", "unknown-8bit", "binary":
            return (guess(bytes), nil)
        case "iso-8859-1", "iso8859-1", "latin1", "windows-1252", "cp1252", "ansi_x3.4-1968":
            return (windows1252(bytes), nil)
        default: break
        }
        let shown = label.prefix(bytes: 40).filter { $0.isASCII && !$0.isNewline }
        guard isKnown(label), let text = converted(bytes, from: label) else {
            return (guess(bytes), "A text was in the unknown charset “\(shown)”; some characters may be wrong.")
        }
        return (text, nil)
    }

    /// UTF-8 if it is that, else Windows-1252, which every byte sequence is.
    static func guess(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        let text = String(decoding: bytes, as: UTF8.self)
        // Mostly valid UTF-8 with a few damaged bytes stays UTF-8.
        let damaged = text.unicodeScalars.count { $0 == "\u{FFFD}" }
        let foreign = bytes.count { $0 >= 0x80 }
        return damaged * 4 <= foreign ? text : windows1252(bytes)
    }

    /// Only families mail really uses reach iconv: its rarer converters have had grave defects.
    private static func isKnown(_ label: String) -> Bool {
        let families = [
            "iso-8859-", "iso8859-", "windows-125", "windows-874", "cp125", "cp437", "cp85", "cp866", "cp932", "cp936",
            "cp949", "cp950", "koi8-", "gb2312", "gbk", "gb18030", "big5", "euc-", "shift_jis", "shift-jis", "sjis",
            "iso-2022-jp", "iso-2022-kr", "ks_c_5601", "utf-16", "utf-32", "utf-7", "macintosh", "tis-620", "armscii-8",
        ]
        return label.utf8.count <= 40 && families.contains { label.hasPrefix($0) }
            && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }

    /// - Returns: `nil` when this machine's iconv has no such charset. Bytes that do not fit become U+FFFD.
    private static func converted(_ bytes: [UInt8], from charset: String) -> String? {
        let name = unsafe g_mime_charset_iconv_name(charset).map { unsafe String(cString: $0) } ?? charset
        let converter = unsafe iconv_open("UTF-8", name)
        guard Int(bitPattern: converter) != -1 else { return nil }
        defer { unsafe iconv_close(converter) }
        var input = bytes
        var output: [UInt8] = []
        var piece = [CChar](repeating: 0, count: 1 << 14)
        unsafe input.withUnsafeMutableBytes { source in
            var next = unsafe source.baseAddress?.assumingMemoryBound(to: CChar.self)
            var left = source.count
            while left > 0 {
                let status = unsafe piece.withUnsafeMutableBufferPointer { target in
                    var write = target.baseAddress
                    var room = target.count
                    let status = unsafe iconv(converter, &next, &left, &write, &room)
                    unsafe output.append(contentsOf: target.prefix(target.count - room).map(UInt8.init(bitPattern:)))
                    return status
                }
                guard status == -1, errno != E2BIG else { continue }
                output += "\u{FFFD}".utf8
                unsafe next = next.map { unsafe $0 + 1 }
                left -= 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func windows1252(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            let high: Unicode.Scalar? = (0x80..<0xA0).contains(byte) ? upperControls[Int(byte) - 0x80] : nil
            text.append(high ?? Unicode.Scalar(byte))
        }
        return String(text)
    }

    /// What Windows-1252 has at 0x80…0x9F.
    private static let upperControls: [Unicode.Scalar] = Array(
        "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)
}
