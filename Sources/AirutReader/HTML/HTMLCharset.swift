/// The charset an HTML document declares about itself, for parts whose header says nothing.
///
/// - SeeAlso: WHATWG HTML §13.2.3.2.
enum HTMLCharset {
    static func declared(in bytes: [UInt8]) -> String? {
        let start = Array(bytes.prefix(2_048).map(lowercase))
        guard let found = start.index(of: Array("charset=".utf8), in: 0..<start.count) else { return nil }
        let value = start[(found + 8)...].drop { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
        let name = value.prefix(40).prefix {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-")
                || $0 == UInt8(ascii: "_")
        }
        let text = String(decoding: name, as: UTF8.self)
        // Whoever could be read so far is not in UTF-16.
        return text.isEmpty || text.hasPrefix("utf-16") || text.hasPrefix("utf-32") ? nil : text
    }
}
