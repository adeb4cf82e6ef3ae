/// Small operations on text that the standard library has not, all linear in its length.
extension StringProtocol where UTF8View: BidirectionalCollection {
    /// Without spaces, tabs and line ends at both ends.
    func trimmed() -> String {
        let bytes = utf8
        guard let first = bytes.firstIndex(where: { !isWhite($0) }),
            let last = bytes.lastIndex(where: { !isWhite($0) })
        else { return "" }
        return String(self[first...last])
    }

    /// Runs of white space become one space.
    func onOneLine() -> String {
        split { $0.isWhitespace }.joined(separator: " ")
    }

    /// At most that many bytes of UTF-8, cut between code points.
    func prefix(bytes limit: Int) -> String {
        guard utf8.count > limit else { return String(self) }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end > startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return String(self[..<end])
    }

    /// Whether it starts with that ASCII text, written in lower case, whatever the case here.
    func hasPrefix(ignoringCase prefix: String) -> Bool {
        utf8.count >= prefix.utf8.count
            && zip(utf8, prefix.utf8).allSatisfy { lowercase($0) == $1 }
    }
}

func isWhite(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

func lowercase(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
