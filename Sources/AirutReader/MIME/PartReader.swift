/// Divides a message into its parts, within limits.
///
/// A part is a range of the raw bytes: nothing is copied, and a nested message stays what it was. An outer boundary
/// ends every part within, however broken those are.
///
/// - SeeAlso: RFC 2046 §5.1.
struct PartReader {
    private let bytes: [UInt8]
    private var remainingParts: Int
    private(set) var notes = Notes()

    /// Deeper than any mail program nests.
    private static let maximumDepth = 24

    init(bytes: [UInt8], maximumParts: Int) {
        self.bytes = bytes
        remainingParts = max(1, maximumParts)
    }

    /// The part with that header and its children.
    mutating func part(
        header: HeaderSection, content: Range<Int>, defaultType: String = "text/plain", depth: Int = 0
    ) -> Part {
        remainingParts -= 1
        var part = Part(header: header, range: content, defaultType: defaultType)
        guard part.type.isType("multipart") else { return part }
        guard depth < Self.maximumDepth else {
            notes.add("Parts nested more than \(Self.maximumDepth) levels deep were left out.")
            part.content = .multipart([])
            return part
        }
        guard let boundary = part.type.parameters["boundary"], !boundary.isEmpty, boundary.utf8.count <= 1_000,
            let children = children(of: content, boundary: boundary, type: part.type.mediaType, depth: depth)
        else {
            notes.add("A multipart had no usable boundary and was read as plain text.")
            part.type = ContentType()
            return part
        }
        part.content = .multipart(children)
        return part
    }

    /// - Returns: `nil` when the boundary occurs nowhere.
    private mutating func children(of range: Range<Int>, boundary: String, type: String, depth: Int) -> [Part]? {
        guard var current = delimiter(boundary, in: range) else { return nil }
        var parts: [Part] = []
        while !current.isLast {
            let following = delimiter(boundary, in: current.next..<range.upperBound)
            guard remainingParts > 0 else {
                notes.add("The message has too many parts; the last ones were left out.")
                break
            }
            let end = max(current.next, following?.start ?? range.upperBound)
            let header = HeaderSection(bytes, in: current.next..<end)
            parts.append(
                part(
                    header: header, content: min(header.end, end)..<end,
                    defaultType: type == "multipart/digest" ? "message/rfc822" : "text/plain", depth: depth + 1))
            guard let following else { break }
            current = following
        }
        return parts
    }

    /// A delimiter line: where the content before it ends, where its line ends, and whether it is the closing one.
    private struct Delimiter {
        let start: Int
        let next: Int
        let isLast: Bool
    }

    private func delimiter(_ boundary: String, in range: Range<Int>) -> Delimiter? {
        let pattern = Array("--\(boundary)".utf8)
        var start = range.lowerBound
        while let found = bytes.index(of: pattern, in: start..<range.upperBound) {
            start = found + pattern.count
            guard found == range.lowerBound || bytes[found - 1] == UInt8(ascii: "\n") else { continue }
            let line = bytes.line(at: start, before: range.upperBound)
            var rest = bytes[line.content]
            let isLast = rest.starts(with: "--".utf8)
            if isLast { rest = rest.dropFirst(2) }
            guard isLast || rest.allSatisfy({ isWhite($0) }) else { continue }
            return Delimiter(start: contentEnd(before: found, from: range.lowerBound), next: line.next, isLast: isLast)
        }
        return nil
    }

    /// The line end before a delimiter belongs to the delimiter.
    private func contentEnd(before delimiter: Int, from start: Int) -> Int {
        var end = delimiter
        if end > start, bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return end
    }
}
