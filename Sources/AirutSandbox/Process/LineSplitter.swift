/// Cuts a stream of bytes at line feeds.
struct LineSplitter {
    private let maximumLineBytes: Int
    private var pending: [UInt8] = []
    /// Whether a line was longer than it may be: it and what follows is left out.
    private(set) var isOverlong = false

    init(maximumLineBytes: Int) { self.maximumLineBytes = maximumLineBytes }

    /// - Returns: the lines that are complete now, without their line feed.
    mutating func add(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            guard keep(rest[..<end]) else { return lines }
            lines.append(pending)
            pending = []
            rest = rest[(end + 1)...]
        }
        _ = keep(rest)
        return lines
    }

    /// - Returns: the last line if it has no line feed.
    mutating func finish() -> [UInt8]? {
        defer { pending = [] }
        return pending.isEmpty ? nil : pending
    }

    /// - Returns: `false` once a line is too long.
    private mutating func keep(_ bytes: ArraySlice<UInt8>) -> Bool {
        isOverlong = isOverlong || pending.count + bytes.count > maximumLineBytes
        if isOverlong { pending = [] } else { pending += bytes }
        return !isOverlong
    }
}
