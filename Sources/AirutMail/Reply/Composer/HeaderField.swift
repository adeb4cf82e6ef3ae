import FoundationEssentials

/// Writes header fields, folded, in ASCII. Nothing put into one can begin another: controls do not pass.
enum HeaderField {
    private static let longestLine = 76

    /// Words that may be separated by line ends.
    static func structured(_ name: String, _ words: [String]) -> String {
        var field = "\(name):"
        var column = field.utf8.count
        for word in words.map(withoutControls) {
            let folds = column + 1 + word.utf8.count > longestLine && column > name.utf8.count + 1
            field += folds ? "\r\n " : " "
            column = folds ? 1 : column + 1
            field += word
            column += word.utf8.count
        }
        return field + "\r\n"
    }

    /// Items with commas between them.
    static func list(_ name: String, _ items: [String]) -> String {
        structured(name, items.enumerated().map { $0 == items.count - 1 ? $1 : $1 + "," })
    }

    /// Free text, as encoded words unless it is plain ASCII (RFC 2047).
    static func unstructured(_ name: String, _ text: String) -> String {
        let text = withoutControls(text)
        let words = text.split(separator: " ").map(String.init)
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
        guard isPlain, words.allSatisfy({ $0.utf8.count <= 900 }) else { return structured(name, encodedWords(text)) }
        return structured(name, words)
    }

    /// A display name: as a quoted string, or encoded words.
    static func phrase(_ text: String) -> [String] {
        let text = withoutControls(text)
        guard !text.isEmpty else { return [] }
        guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), text.utf8.count <= 200, !text.contains("=?") else {
            return encodedWords(text)
        }
        return [quoted(text)]
    }

    /// The `filename` parameter: quoted, or extended in pieces when it is not plain or long (RFC 2231 §3 and §4).
    static func fileName(_ name: String) -> [String] {
        let replaced = withoutControls(name).map { $0 == "/" || $0 == "\\" ? "_" : $0 }
        let name = replaced.allSatisfy { $0 == "." || $0 == " " } ? "file" : String(replaced.prefix(200))
        if name.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), name.utf8.count <= 55 {
            return ["filename=\(quoted(name))"]
        }
        let pieces = percentEncoded(name)
        return pieces.enumerated().map { index, piece in
            let isLast = index == pieces.count - 1
            return "filename*\(index)*=\(index == 0 ? "utf-8''" : "")\(piece)\(isLast ? "" : ";")"
        }
    }

    /// Base64 words of whole characters, each at most 75 bytes with its frame.
    private static func encodedWords(_ text: String) -> [String] {
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if words[words.count - 1].count + bytes.count > 42 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }
    }

    private static func percentEncoded(_ text: String) -> [String] {
        var pieces = [""]
        for byte in text.utf8 {
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "-._".utf8.contains(byte)
            let hex = String(byte, radix: 16, uppercase: true)
            let piece = isPlain ? String(UnicodeScalar(byte)) : "%" + (hex.count == 1 ? "0" + hex : hex)
            if pieces[pieces.count - 1].utf8.count + piece.utf8.count > 50 { pieces.append("") }
            pieces[pieces.count - 1] += piece
        }
        return pieces
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// On one line, without anything invisible.
    private static func withoutControls(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in MarkdownText.visible(text).unicodeScalars {
            line.append(scalar == "\n" || scalar == "\t" || scalar == "\u{2028}" || scalar == "\u{2029}" ? " " : scalar)
        }
        return String(line)
    }
}
