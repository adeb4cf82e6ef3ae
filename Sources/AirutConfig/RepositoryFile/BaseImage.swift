/// An image that a Dockerfile begins with.
struct BaseImage {
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
        var images: [BaseImage] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let text = String(decoding: line, as: UTF8.self)
            let words = text.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard words.first?.uppercased() == "FROM",
                let name = words.dropFirst().first(where: { !$0.hasPrefix("--") })
            else { continue }
            let column = text.unicodeScalars.distance(from: text.startIndex, to: name.startIndex) + 1
            if !stages.contains(name.lowercased()) {
                images.append(BaseImage(name: String(name), line: index + 1, column: column))
            }
            if words.count >= 2, words[words.count - 2].uppercased() == "AS" {
                stages.insert(words[words.count - 1].lowercased())
            }
        }
        return images
    }

    /// A warning when the image is another one from day to day.
    func problem(in file: String) -> Problem? {
        guard !name.contains("@"), !name.contains("$") else { return nil }
        let last = name.split(separator: "/").last ?? ""
        let tag = last.split(separator: ":", maxSplits: 1).dropFirst().first
        guard tag == nil || tag == "latest" else { return nil }
        return Problem(
            .warning, file: file, line: line, column: column,
            sentence:
                "\(tag == nil ? "names no version, which means latest" : "is whatever is latest") on the day the image is "
                + "built: name a version, like \(name.split(separator: ":").first ?? ""):12")
    }
}
