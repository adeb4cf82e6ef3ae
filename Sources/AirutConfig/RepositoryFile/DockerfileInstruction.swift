/// One instruction of a Dockerfile, over as many lines as it takes.
///
/// - SeeAlso: the Dockerfile reference: line continuation, comments, here-documents.
struct DockerfileInstruction {
    struct Word {
        let text: Substring
        /// From 1.
        let line: Int
        /// From 1, in characters.
        let column: Int
    }

    private(set) var words: [Word] = []

    var name: String { words.first?.text.uppercased() ?? "" }
    var arguments: ArraySlice<Word> { words.dropFirst() }

    static func all(in bytes: [UInt8]) -> [DockerfileInstruction] {
        var instructions: [DockerfileInstruction] = []
        var current = DockerfileInstruction()
        var documents: [Substring] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let text = String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
            if let end = documents.first {
                if text == end || text.drop(while: { $0 == "\t" }) == end { documents.removeFirst() }
                continue
            }
            if current.take(text, line: index + 1) { continue }
            documents = current.documents
            if !current.words.isEmpty { instructions.append(current) }
            current = DockerfileInstruction()
        }
        return current.words.isEmpty ? instructions : instructions + [current]
    }

    /// - Returns: whether the instruction goes on in the next line.
    private mutating func take(_ text: String, line: Int) -> Bool {
        var words = text.split { $0 == " " || $0 == "\t" }
        let isComment = words.first?.hasPrefix("#") == true
        guard !isComment, let last = words.last else { return !self.words.isEmpty }
        let goesOn = last.hasSuffix("\\")
        if goesOn { words[words.count - 1] = last.dropLast() }
        for word in words where !word.isEmpty {
            let column = text.unicodeScalars.distance(from: text.startIndex, to: word.startIndex) + 1
            self.words.append(Word(text: word, line: line, column: column))
        }
        return goesOn
    }

    /// What the here-documents after it end with.
    private var documents: [Substring] {
        guard ["RUN", "COPY", "ADD"].contains(name) else { return [] }
        return arguments.flatMap { word in
            word.text.matches(of: /<<-?(["']?)([A-Za-z_][A-Za-z0-9_]*)\1/).map(\.2)
        }
    }
}
