/// Tells texts that grow without measure when they are parsed, before they are.
///
/// cmark-gfm fills every row of a table up to the width of its head, and copies a link's target and title to every place
/// that refers to them: a hundred kilobytes can become gigabytes.
enum MarkdownBudget {
    /// Takes about 60 MB.
    private static let mostTableCells = 300_000
    private static let mostCopiedBytes = 32 << 20

    static func isExceeded(by text: String) -> Bool {
        var longestParagraph = 0
        var (paragraph, lines, mostPipes, brackets) = (0, 1, 0, 0)
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            lines += 1
            mostPipes = max(mostPipes, line.count { $0 == UInt8(ascii: "|") })
            brackets += line.count { $0 == UInt8(ascii: "[") }
            paragraph = line.allSatisfy { $0 == 0x20 || $0 == 0x09 } ? 0 : paragraph + line.count
            longestParagraph = max(longestParagraph, paragraph)
        }
        // Every row counts as one of the widest; every bracket as a reference to the longest definition there can be.
        let cells = lines * (mostPipes + 1)
        let copies = text.contains("]:") ? brackets * longestParagraph : 0
        return cells > mostTableCells || copies > mostCopiedBytes
    }
}
