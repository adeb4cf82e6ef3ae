/// A Dockerfile's instructions, as far as it takes to find them.
struct Dockerfile {
    struct Instruction: Hashable {
        /// In upper case.
        var keyword: String
        /// What follows it, with continued lines joined as the builder joins them.
        var rest: String
        /// Where it begins, from 1.
        var line: Int
        /// The first line after it.
        var end: Int
    }

    /// Without their ends.
    let lines: [String]
    let instructions: [Instruction]

    /// - Parameter knowsHereDocuments: whether `<<WORD` takes the following lines along. Builders differ: for older ones
    ///   these lines are instructions.
    /// - Parameter escape: what continues a line at its end; `nil`: what the file says.
    init(_ bytes: [UInt8], knowsHereDocuments: Bool, escape: UInt8? = nil) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        // As bytes: a carriage return and a line feed are one character.
        lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
        }
        var reader = Reader(lines: lines, knowsHereDocuments: knowsHereDocuments, escape: escape)
        var found: [Instruction] = []
        while let instruction = reader.next() { found.append(instruction) }
        instructions = found
    }

    /// Whether a comment at the beginning might say how lines are continued.
    static func mentionsEscape(_ bytes: [UInt8]) -> Bool {
        let lines = Dockerfile(bytes, knowsHereDocuments: true).lines.map { $0.drop { $0.isWhitespace } }
        return lines.prefix { $0.isEmpty || $0.hasPrefix("#") }.contains { $0.lowercased().contains("escape") }
    }

    private struct Reader {
        let lines: [String]
        let knowsHereDocuments: Bool
        let escape: UInt8
        var index = 0

        init(lines: [String], knowsHereDocuments: Bool, escape: UInt8?) {
            self.lines = lines
            self.knowsHereDocuments = knowsHereDocuments
            let directives = lines.prefix { $0.hasPrefix("#") }
                .map { $0.lowercased().filter { $0 != " " && $0 != "\t" } }
            self.escape = escape ?? UInt8(ascii: directives.contains { $0.hasPrefix("#escape=`") } ? "`" : "\\")
        }

        mutating func next() -> Instruction? {
            while index < lines.count, Self.isSkipped(lines[index]) { index += 1 }
            guard index < lines.count else { return nil }
            let begin = index
            var text = ""
            while index < lines.count {
                let line = lines[index]
                index += 1
                if index - 1 > begin, Self.isSkipped(line) { continue }
                guard let continued = continuation(of: line) else {
                    text += line
                    break
                }
                text += continued
            }
            let trimmed = text.drop { $0.isWhitespace }
            let keyword = trimmed.prefix { !$0.isWhitespace }
            let rest = trimmed.dropFirst(keyword.count).drop { $0.isWhitespace }
            if knowsHereDocuments, ["RUN", "COPY", "ADD"].contains(keyword.uppercased()) {
                skipHereDocuments(of: rest)
            }
            return Instruction(
                keyword: keyword.uppercased(), rest: String(rest), line: begin + 1, end: index + 1)
        }

        private static func isSkipped(_ line: String) -> Bool {
            let begin = line.drop { $0.isWhitespace }
            return begin.isEmpty || begin.hasPrefix("#")
        }

        /// As bytes: other characters count as the same as some.
        private func continuation(of line: String) -> Substring? {
            let end = line.utf8.lastIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            guard let end, line.utf8[end] == escape else { return nil }
            return line[..<end]
        }

        private mutating func skipHereDocuments(of text: Substring) {
            for begin in text.ranges(of: "<<") {
                let isStripped = text[begin.upperBound...].hasPrefix("-")
                let word = text[begin.upperBound...].dropFirst(isStripped ? 1 : 0).drop { $0 == "\"" || $0 == "'" }
                    .prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                guard !word.isEmpty else { continue }
                while index < lines.count, lines[index].drop(while: { isStripped && $0 == "\t" }) != word { index += 1 }
                index += 1
            }
        }
    }
}
