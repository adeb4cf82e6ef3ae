/// One line of a message's text, and whose it is.
struct Line: Hashable {
    enum Kind: Hashable {
        /// Written by the sender.
        case own
        /// Quoted from an earlier message.
        case history
        /// Quoted, and what the message is about: a forwarded message.
        case forwarded
    }

    /// Without quote mark and trailing white space.
    var text: String
    var kind: Kind = .own

    var isBlank: Bool { text.isEmpty }

    /// Quotes marked with `> `, at most one empty line in a row, none at the ends.
    static func text(of lines: [Line]) -> String {
        var output = ""
        var blanks = 0
        for line in lines {
            guard !line.isBlank else {
                blanks += 1
                continue
            }
            if !output.isEmpty { output += blanks > 0 ? "\n\n" : "\n" }
            blanks = 0
            if line.kind != .own { output += line.text.hasPrefix(">") ? ">" : "> " }
            output += line.text
        }
        return output
    }
}
