/// Cuts HTML into tags and text, in one pass and in linear time whatever it is given.
///
/// Our own, because libxml2's HTML parser takes quadratic time for a tag with many attributes (40 000 take four
/// seconds) and stops reading at 256 open elements.
///
/// - SeeAlso: WHATWG HTML §13.2.5, simplified: scripts and styles are raw text, comments are skipped.
struct HTMLTokenizer {
    enum Token {
        case text(String)
        case start(HTMLElement)
        case end(String)
    }

    private let bytes: [UInt8]
    private var position = 0

    /// Elements whose content is not markup.
    private static let rawText: Set<String> = [
        "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes",
    ]

    init(_ html: String) { bytes = Array(html.utf8) }

    mutating func next() -> Token? {
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<"), let after = byte(at: position + 1) else { return text() }
            if isLetter(after) { return startTag() }
            switch after {
            case UInt8(ascii: "/"):
                if let name = endTag() { return .end(name) }
            case UInt8(ascii: "!"), UInt8(ascii: "?"): skipDeclaration()
            default: return text()
            }
        }
        return nil
    }

    /// What stands before the end tag of an element with raw text; the tag itself is consumed.
    mutating func rawContent(of name: String) -> String {
        let start = position
        while let open = bytes.index(of: UInt8(ascii: "<"), in: position..<bytes.count) {
            position = open + 1
            guard byte(at: position) == UInt8(ascii: "/"), isWord(name, at: position + 1) else { continue }
            position = bytes.index(of: UInt8(ascii: ">"), in: position..<bytes.count).map { $0 + 1 } ?? bytes.count
            return String(decoding: bytes[start..<open], as: UTF8.self)
        }
        position = bytes.count
        return String(decoding: bytes[start...], as: UTF8.self)
    }

    static func hasRawText(_ name: String) -> Bool { rawText.contains(name) }

    private func byte(at index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(lowercase(byte)) }

    private func isWord(_ name: String, at index: Int) -> Bool {
        let end = index + name.utf8.count
        guard end <= bytes.count, zip(bytes[index..<end], name.utf8).allSatisfy({ lowercase($0) == $1 }) else {
            return false
        }
        return byte(at: end).map { isWhite($0) || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "/") } ?? true
    }

    /// Text up to the next `<`; a `<` that begins no tag is text itself.
    private mutating func text() -> Token {
        let start = position
        let end = bytes.index(of: UInt8(ascii: "<"), in: (position + 1)..<bytes.count) ?? bytes.count
        position = end
        return .text(HTMLEntities.decoded(bytes[start..<end], isAttribute: false))
    }

    /// Comments, document types and processing instructions. An endless comment hides the rest, as in browsers.
    private mutating func skipDeclaration() {
        let isComment = bytes[position...].starts(with: "<!--".utf8)
        let end =
            isComment
            ? bytes.index(of: Array("-->".utf8), in: (position + 2)..<bytes.count).map { $0 + 3 }
            : bytes.index(of: UInt8(ascii: ">"), in: position..<bytes.count).map { $0 + 1 }
        position = end ?? bytes.count
    }

    private mutating func endTag() -> String? {
        let start = position + 2
        let end = bytes.index(of: UInt8(ascii: ">"), in: start..<bytes.count) ?? bytes.count
        position = min(end + 1, bytes.count)
        guard start < end, isLetter(bytes[start]) else { return nil }
        let name = bytes[start..<end].prefix(40).prefix { !isWhite($0) && $0 != UInt8(ascii: "/") }
        return String(decoding: name.map(lowercase), as: UTF8.self)
    }

    private mutating func startTag() -> Token {
        position += 1
        let name = word { isWhite($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ">") }
        var element = HTMLElement(name: String(decoding: name.prefix(40).map(lowercase), as: UTF8.self))
        while let next = byte(at: position), next != UInt8(ascii: ">") {
            if isWhite(next) || next == UInt8(ascii: "/") {
                position += 1
            } else {
                readAttribute(into: &element)
            }
        }
        position = min(position + 1, bytes.count)
        return .start(element)
    }

    private mutating func readAttribute(into element: inout HTMLElement) {
        let start = position
        let name = word {
            isWhite($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "=")
        }
        if position == start { position += 1 }  // a stray "="
        while let next = byte(at: position), isWhite(next) { position += 1 }
        var value: ArraySlice<UInt8> = []
        if byte(at: position) == UInt8(ascii: "=") {
            position += 1
            while let next = byte(at: position), isWhite(next) { position += 1 }
            value = attributeValue()
        }
        element.set(name, value)
    }

    private mutating func attributeValue() -> ArraySlice<UInt8> {
        guard let quote = byte(at: position), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return word { isWhite($0) || $0 == UInt8(ascii: ">") }
        }
        let start = position + 1
        let end = bytes.index(of: quote, in: start..<bytes.count) ?? bytes.count
        position = min(end + 1, bytes.count)
        return bytes[start..<end]
    }

    private mutating func word(until isEnd: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
        return bytes[start..<position]
    }
}
