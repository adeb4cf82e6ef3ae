/// Makes Markdown of texts that are not ours.
public enum MarkdownText {
    /// A code span that shows the text literally, on one line, whatever it contains.
    public static func code(_ text: String) -> String {
        let line = visible(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !line.isEmpty else { return "` `" }
        let fence = String(repeating: "`", count: longestRun(in: line) + 1)
        let space = line.hasPrefix("`") || line.hasSuffix("`") ? " " : ""
        return fence + space + line + space + fence
    }

    /// A code block that shows the text literally, whatever it contains.
    public static func codeBlock(_ text: String) -> String {
        let text = visible(text)
        let fence = String(repeating: "`", count: max(3, longestRun(in: text) + 1))
        return "\(fence)\n\(text)\n\(fence)"
    }

    /// Without characters that are not seen but change what is seen: controls and direction overrides.
    static func visible(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A: result.append(scalar)
            case 0x0D: result.append("\n")
            case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: break
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static func longestRun(in text: String) -> Int {
        var (longest, run) = (0, 0)
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
