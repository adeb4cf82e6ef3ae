extension ImageContent {
    /// The first line that names an image of this machine, from 1. Comments count, too: `# syntax=` is one. A URL does not.
    static func lineWithLocalImage(in dockerfile: [UInt8]) -> Int? {
        let lines = dockerfile.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let index = lines.firstIndex { line in
            let text = String(decoding: line, as: UTF8.self).lowercased()
            return text.ranges(of: "localhost/").contains { !text[..<$0.lowerBound].hasSuffix("//") }
        }
        return index.map { $0 + 1 }
    }
}
