/// Takes the history of a conversation out of a reply.
///
/// A quote that is followed by words of the sender stays: those words answer it. What follows the sender's last words
/// goes, with the line that introduces it. A message that was forwarded stays.
enum QuoteStripper {
    static func stripped(_ lines: [Line]) -> [Line] {
        var lines = lines
        cutAtBoundary(&lines)
        guard let lastOwn = lastOwnLine(of: lines) else {
            return lines.filter { $0.kind == .forwarded }
        }
        var kept = Array(lines[...lastOwn])
        let rest = lines[(lastOwn + 1)...]
        if rest.contains(where: { $0.kind == .history && !$0.isBlank }) {
            kept.removeLast(Attribution.length(endingAt: kept.count - 1, of: kept) ?? 0)
            removeHistory(atEndOf: &kept)
            removeRule(atEndOf: &kept)
        }
        return withoutSignature(kept + [Line(text: "")] + rest.filter { $0.kind == .forwarded })
    }

    /// Applies what is known without quote marks: separators, header blocks, introductions.
    private static func cutAtBoundary(_ lines: inout [Line]) {
        for index in lines.indices where lines[index].kind == .own && !lines[index].isBlank {
            let text = lines[index].text
            if Separator.isForward(text) {
                for following in lines.indices[index...] { lines[following].kind = .forwarded }
                return
            }
            if Separator.isReply(text) || HeaderBlock.begins(at: index, of: lines) {
                lines.removeSubrange(index...)
                removeRule(atEndOf: &lines)
                return
            }
            if Attribution.isUnmistakable(endingAt: index, of: lines), !hasQuote(after: index, of: lines) {
                let length = Attribution.length(endingAt: index, of: lines) ?? 1
                lines.removeSubrange((index - length + 1)...)
                return
            }
        }
    }

    /// Whether the next line that is not empty is a quote.
    private static func hasQuote(after index: Int, of lines: [Line]) -> Bool {
        let end = min(lines.count, index + 8)
        return lines[(index + 1)..<end].first { !$0.isBlank }.map { $0.kind != .own } ?? false
    }

    /// Outlook draws a line above what it quotes.
    private static func removeRule(atEndOf lines: inout [Line]) {
        while let last = lines.last, last.isBlank { lines.removeLast() }
        if let last = lines.last?.text, last.utf8.count >= 3,
            last.utf8.allSatisfy({ $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") })
        {
            lines.removeLast()
        }
    }

    /// After an introduction was removed, a quote may come to stand at the end.
    private static func removeHistory(atEndOf lines: inout [Line]) {
        while let last = lines.last, last.kind == .history || last.isBlank { lines.removeLast() }
    }

    private static func lastOwnLine(of lines: [Line]) -> Int? {
        lines.lastIndex { $0.kind == .own && !$0.isBlank }
    }

    /// From the delimiter on, unless a quote follows it: then the sender went on writing.
    private static func withoutSignature(_ lines: [Line]) -> [Line] {
        guard let start = lines.lastIndex(where: { $0.kind == .own && ($0.text == "-- " || $0.text == "--") }),
            lines[start].text == "-- " || lines.count - start <= 12,
            !lines[start...].contains(where: { $0.kind == .history })
        else { return lines }
        return lines[..<start] + lines[start...].filter { $0.kind == .forwarded }
    }
}
