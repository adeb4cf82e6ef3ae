/// An image that a Dockerfile begins with.
struct BaseImage {
    /// With the defaults of the file's `ARG`s.
    let name: String
    /// From 1.
    let line: Int
    /// Of the name, from 1.
    let column: Int

    /// Without `scratch`, and stages of the same file.
    ///
    /// - SeeAlso: the Dockerfile reference's FROM.
    static func all(in bytes: [UInt8]) -> [BaseImage] {
        var stages: Set<String> = ["scratch"]
        var defaults: [Substring: Substring] = [:]
        var images: [BaseImage] = []
        for instruction in DockerfileInstruction.all(in: bytes) {
            switch instruction.name {
            // Those further down do not count in a FROM.
            case "ARG" where images.isEmpty: defaults.merge(arguments(of: instruction)) { $1 }
            case "FROM":
                guard let word = instruction.arguments.first(where: { !$0.text.hasPrefix("--") }) else { continue }
                let name = filled(word.text, defaults)
                if !stages.contains(name.lowercased()) {
                    images.append(BaseImage(name: name, line: word.line, column: word.column))
                }
                let end = instruction.words.suffix(2).map(\.text)
                if end.first?.uppercased() == "AS", let stage = end.last { stages.insert(stage.lowercased()) }
            default: break
            }
        }
        return images
    }

    private static func arguments(of instruction: DockerfileInstruction) -> [Substring: Substring] {
        instruction.arguments.reduce(into: [:]) { defaults, word in
            let parts = word.text.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return }
            let quote = parts[1].first.flatMap { "\"'".contains($0) && parts[1].last == $0 ? $0 : nil }
            defaults[parts[0]] = quote == nil ? parts[1] : parts[1].dropFirst().dropLast()
        }
    }

    /// With `$NAME`, `${NAME}` and `${NAME:-DEFAULT}` replaced where they are known.
    private static func filled(_ name: Substring, _ defaults: [Substring: Substring]) -> String {
        String(name).replacing(/\$(?:(\w+)|\{(\w+)(?::-([^}]*))?\})/) { match in
            defaults[match.1 ?? match.2 ?? ""] ?? match.3 ?? match.0
        }
    }

    /// A warning when the image is another one from day to day.
    func problem(in file: String) -> Problem? {
        guard !name.contains("@"), !name.contains("$") else { return nil }
        let last = name.split(separator: "/").last ?? ""
        let tag = last.split(separator: ":", maxSplits: 1).dropFirst().first
        guard tag == nil || tag == "latest" else { return nil }
        let bare = tag == nil ? name[...] : name.dropLast(":latest".count)
        return Problem(
            .warning, file: file, line: line, column: column,
            sentence:
                "\(tag == nil ? "names no version, which means latest" : "is whatever is latest") on the day the image is "
                + "built: write which one, \(bare):VERSION")
    }
}
