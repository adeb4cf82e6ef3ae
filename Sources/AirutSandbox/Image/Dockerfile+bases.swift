extension Dockerfile {
    /// A base image as it is looked up, and where it is named.
    struct Base: Hashable {
        let name: String
        let line: Int
    }

    /// The images that stages begin with, but for earlier stages and `scratch`.
    ///
    /// - Throws: the first line whose image cannot be told for certain; then nobody can look at it before it is used.
    static func bases(in dockerfile: [UInt8]) throws(UnclearBase) -> Set<Base> {
        var found: Set<Base> = []
        for knowsHereDocuments in [true, false] {
            let parsed = Dockerfile(dockerfile, knowsHereDocuments: knowsHereDocuments)
            found.formUnion(try bases(in: parsed.instructions))
        }
        return found
    }

    struct UnclearBase: Error {
        let line: Int
    }

    private static func bases(in instructions: [Instruction]) throws(UnclearBase) -> [Base] {
        let first = instructions.firstIndex { $0.keyword == "FROM" } ?? instructions.endIndex
        let arguments = arguments(in: instructions[..<first])
        var stages: Set<String> = ["scratch"]
        var found: [Base] = []
        for instruction in instructions where instruction.keyword == "FROM" {
            let words = instruction.rest.split(whereSeparator: \.isWhitespace).drop { $0.hasPrefix("--") }
            guard let written = words.first, let name = expanded(String(written), arguments), isPlain(name) else {
                throw UnclearBase(line: instruction.line)
            }
            if !stages.contains(name.lowercased()) { found.append(Base(name: name, line: instruction.line)) }
            if words.count == 3, let stage = words.last { stages.insert(stage.lowercased()) }
        }
        return found
    }

    /// Those with one plain value, which is the same at each mention.
    private static func arguments(in instructions: ArraySlice<Instruction>) -> [String: String] {
        var values: [String: Set<String>] = [:]
        for instruction in instructions where instruction.keyword == "ARG" {
            for word in instruction.rest.split(whereSeparator: \.isWhitespace) {
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                values[String(parts[0]), default: []].insert(parts.count == 2 ? unquoted(parts[1]) : "$")
            }
        }
        return values.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    private static func unquoted(_ text: Substring) -> String {
        let isQuoted = text.count >= 2 && text.first == text.last && (text.first == "\"" || text.first == "'")
        return String(isQuoted ? text.dropFirst().dropLast() : text)
    }

    /// `$NAME`, `${NAME}` and `${NAME:-word}`; `nil` for anything else that begins with `$`.
    private static func expanded(_ text: String, _ arguments: [String: String]) -> String? {
        guard let dollar = text.firstIndex(of: "$") else { return text }
        let after = text[text.index(after: dollar)...]
        let isName = { (character: Character) in character.isLetter || character.isNumber || character == "_" }
        let name: Substring
        var fallback: Substring?
        var rest: Substring
        if after.first == "{" {
            guard let end = after.firstIndex(of: "}") else { return nil }
            let inner = after[..<end].dropFirst()
            name = inner.prefix(while: isName)
            rest = after[after.index(after: end)...]
            let more = inner.dropFirst(name.count)
            if more.hasPrefix(":-") { fallback = more.dropFirst(2) } else if !more.isEmpty { return nil }
        } else {
            name = after.prefix(while: isName)
            rest = after.dropFirst(name.count)
        }
        let value = arguments[String(name)].flatMap { $0.isEmpty ? nil : $0 } ?? fallback.map(String.init)
        guard let value, isPlain(value), let end = expanded(String(rest), arguments) else { return nil }
        return text[..<dollar] + value + end
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
                    || "._-:/@".utf8.contains(byte)
            }
    }
}
