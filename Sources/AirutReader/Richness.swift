/// How much a text says: its letters and digits, without the addresses of links.
struct Richness {
    enum Comparison {
        case more
        case same
        case less
    }

    private let letters: Int

    init(of lines: [Line]) {
        var count = 0
        for word in lines.lazy.flatMap({ $0.text.split(separator: " ") }) {
            // Of a link in Markdown only the text counts.
            let pieces = word.split(separator: "]", maxSplits: 1)
            guard let text = pieces.first, !text.contains("://") else { continue }
            count += text.utf8.count { $0 >= 0xC0 || Self.isAlphanumeric($0) }
        }
        letters = count
    }

    /// A twentieth more or less is the same: programs write one text in two ways.
    func compared(to other: Richness) -> Comparison {
        if letters * 20 > other.letters * 21 { return .more }
        return letters * 20 >= other.letters * 19 ? .same : .less
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(lowercase(byte)) || (0x30...0x39).contains(byte)
    }
}
