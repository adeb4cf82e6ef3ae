/// A link target that a mail program may open.
struct LinkTarget {
    /// Ready for an attribute in double quotes.
    let attribute: String

    private static let schemes = ["https://", "http://", "mailto:"]
    private static let longestShown = 500
    /// Browsers take little more.
    static let longestBytes = 2000

    /// `nil` when it is relative or very long, or its scheme is not `http`, `https` or `mailto`.
    init?(_ url: String) {
        guard url.utf8.count <= Self.longestBytes else { return nil }
        let start = url.prefix(8).lowercased()
        guard Self.schemes.contains(where: { start.hasPrefix($0) }) else { return nil }
        attribute = HTML.escaped(Self.percentEncoded(url))
    }

    /// The target as a reader sees it: only ASCII, so that nothing in it can look like something else.
    static func shown(_ url: String) -> String {
        let text = percentEncoded(url)
        return text.utf8.count <= longestShown ? text : "\(text.prefix(longestShown))…"
    }

    /// Whether a link's text already is its target.
    static func isShown(_ url: String, by text: String) -> Bool {
        let target = percentEncoded(url)
        return (["", "mailto:", "http://"] as [String]).contains { $0 + text == target }
    }

    private static func percentEncoded(_ url: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in url.utf8 {
            let isUnsafe = byte <= 0x20 || byte >= 0x7F || "\"<>\\^`{|}".utf8.contains(byte)
            result += isUnsafe ? [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]] : [byte]
        }
        return String(decoding: result, as: UTF8.self)
    }
}
