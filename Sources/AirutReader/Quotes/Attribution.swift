/// The line that introduces a quote: “On 3 May 2024 at 10:00, Bob <bob@example.org> wrote:”.
///
/// It may be broken into up to four lines.
enum Attribution {
    private static let maximumLines = 4
    private static let openings = [
        "on ", "am ", "le ", "el ", "il ", "op ", "em ", "den ", "w dniu ", "dnia ", "dne ", "pe ", "в ", "tors",
    ]
    /// How mail programs say “wrote”, in lower case.
    private static let verbs = [
        "wrote", "schrieb", "schrieben", "a écrit", "escribió", "escribio", "ha scritto", "scrisse", "schreef",
        "geschreven", "escreveu", "skrev", "napisał", "napisał(a)", "napisała", "pisze", "napsal", "napsal(a)", "пишет",
        "написал", "написала", "писал", "kirjoitti", "yazdı", "írta", "a scris", "έγραψε", "写道", "寫道", "書きました",
        "のメッセージ", "작성",
    ]

    /// - Returns: how many lines the introduction that ends at `index` has, or `nil` when there is none.
    static func length(endingAt index: Int, of lines: [Line]) -> Int? {
        guard let known = shortestLength(endingAt: index, of: lines) else { return nil }
        // The shortest reading may be the tail of a longer one: look for where the sentence begins.
        for length in known...maximumLines {
            guard let first = ownLine(at: index - length + 1, of: lines) else { break }
            if length > known, first.hasSuffix(".") || first.hasSuffix(":") { break }
            let lower = first.prefix(20).lowercased()
            if openings.contains(where: { lower.hasPrefix($0) }) { return length }
        }
        return known
    }

    /// Whether it is one even though no marked quote follows: it has an address, a date and the word “wrote”.
    static func isUnmistakable(endingAt index: Int, of lines: [Line]) -> Bool {
        guard endsLikeIntroduction(lines[index].text),
            lines[max(0, index - maximumLines + 1)...index].contains(where: { $0.text.utf8.contains(UInt8(ascii: "@")) }
            ),
            let length = length(endingAt: index, of: lines)
        else { return false }
        let text = joined(length, endingAt: index, of: lines)
        return text.contains("@") && text.utf8.count(where: isDigit) >= 4 && hasVerb(text)
    }

    private static func shortestLength(endingAt index: Int, of lines: [Line]) -> Int? {
        guard let last = ownLine(at: index, of: lines), endsLikeIntroduction(last) else { return nil }
        for length in 1...maximumLines {
            guard ownLine(at: index - length + 1, of: lines) != nil else { return nil }
            if isIntroduction(joined(length, endingAt: index, of: lines)) { return length }
        }
        return nil
    }

    private static func isIntroduction(_ text: String) -> Bool {
        guard text.utf8.count <= 600 else { return false }
        if hasAddressAndDate(text) { return true }
        let lower = text.lowercased()
        let words = lower.drop { !$0.isLetter }.reversed().drop { !$0.isLetter && $0 != ")" }.reversed()
        let core = String(words)
        guard text.utf8.contains(where: isDigit) || text.contains("@") else {
            return ["on ", "am ", "le "].contains { core.hasPrefix($0) } && verbs.contains { core.hasSuffix($0) }
                || core.hasSuffix(" wrote") && core.utf8.count < 60
        }
        return verbs.contains { core.hasSuffix($0) || core.contains(" \($0) ") }
    }

    /// As mail programs write in every language: an address, a date and a time.
    private static func hasAddressAndDate(_ text: String) -> Bool {
        text.utf8.count <= 600 && text.contains("@") && (text.contains("<") || text.contains("mailto:"))
            && text.utf8.count(where: isDigit) >= 4 && hasTime(text)
    }

    private static func hasTime(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.indices.dropFirst().dropLast().contains {
            (bytes[$0] == UInt8(ascii: ":") || bytes[$0] == UInt8(ascii: ".")) && isDigit(bytes[$0 - 1])
                && isDigit(bytes[$0 + 1])
        }
    }

    private static func hasVerb(_ text: String) -> Bool {
        let lower = text.lowercased()
        return verbs.contains { lower.contains($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func endsLikeIntroduction(_ text: String) -> Bool {
        guard let last = text.last(where: { $0 != "*" && $0 != "_" && $0 != " " }) else { return false }
        return last == ":" || last == "："
    }

    private static func ownLine(at index: Int, of lines: [Line]) -> String? {
        guard index >= 0, lines[index].kind == .own, !lines[index].isBlank, lines[index].text.utf8.count <= 600 else {
            return nil
        }
        return lines[index].text
    }

    private static func joined(_ length: Int, endingAt index: Int, of lines: [Line]) -> String {
        lines[(index - length + 1)...index].map(\.text).joined(separator: " ")
    }
}
