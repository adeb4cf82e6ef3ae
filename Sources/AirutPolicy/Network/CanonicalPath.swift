/// A URL's path in the form that is sent, and all the ways in which servers may read it.
///
/// - Unreserved characters are decoded, everything else stays or becomes percent-encoded (RFC 3986 §6.2.2).
/// - Segments `.` are taken out. `..` is refused, also behind `%2F`, with parameters (`..;x`) or with spaces.
/// - Backslashes, control characters, NUL, invalid or overlong UTF-8, and a `%25` that makes a second escape (`%252e`) are
///   refused, also percent-encoded; so is a path that begins with `//`.
/// - `%2F` stays what it is: a rule covers it with `%2F` or a `*`, never with `/`.
/// - Empty segments stay; but rules must also match the path without them.
struct CanonicalPath {
    let text: String
    let readings: [String]

    init(_ written: some StringProtocol) throws(RequestRefusal) {
        if Self.isPlain(written.utf8) {
            text = String(written)
            readings = [text]
            return
        }
        var encoded = try Self.normalized(Array(written.utf8))
        if encoded.isEmpty { encoded = [UInt8(ascii: "/")] }
        encoded = Self.withoutDots(encoded)
        guard !encoded.starts(with: "//".utf8) else { throw RequestRefusal("its path begins with //") }
        text = String(decoding: encoded, as: UTF8.self)
        guard let reading = String(validating: Self.decoded(encoded, butSlashes: true), as: UTF8.self) else {
            throw RequestRefusal("its path is not valid UTF-8")
        }
        guard !Self.climbs(Self.decoded(encoded, butSlashes: false)) else {
            throw RequestRefusal("its path holds a “..” segment")
        }
        let collapsed = Self.withoutEmptySegments(reading)
        readings = collapsed == reading ? [reading] : [reading, collapsed]
    }

    /// Whether there is nothing to decide, as for most paths: no escapes, and no dot or slash behind a slash.
    private static func isPlain(_ path: some Sequence<UInt8>) -> Bool {
        var last: UInt8 = 0
        for byte in path {
            if last == UInt8(ascii: "/"), byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") { return false }
            guard Percent.isUnreserved(byte) || Percent.mayStandInPath(byte) else { return false }
            last = byte
        }
        return last != 0
    }

    /// Every character either plain or as an escape, each in its one spelling.
    private static func normalized(_ bytes: [UInt8]) throws(RequestRefusal) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            var byte = bytes[index]
            let isEscape = byte == UInt8(ascii: "%")
            if isEscape {
                guard let value = Percent.byte(bytes, at: index) else {
                    throw RequestRefusal("its path holds a % that begins no escape")
                }
                byte = value
            }
            guard byte != UInt8(ascii: "\\") else { throw RequestRefusal("its path holds a backslash") }
            guard byte >= 0x20, byte != 0x7F else { throw RequestRefusal("its path holds a control character") }
            if byte == UInt8(ascii: "%"), Percent.startsSecondEscape(bytes, after: index + 3) {
                throw RequestRefusal("its path is percent-encoded twice")
            }
            if Percent.isUnreserved(byte) || !isEscape && Percent.mayStandInPath(byte) {
                result.append(byte)
            } else {
                result += Percent.escape(byte)
            }
            index += isEscape ? 3 : 1
        }
        return result
    }

    private static func withoutDots(_ path: [UInt8]) -> [UInt8] {
        let segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard segments.contains(where: { $0.elementsEqual(".".utf8) }) else { return path }
        let isFolder = segments.last?.elementsEqual(".".utf8) == true
        let kept = segments.filter { !$0.elementsEqual(".".utf8) } + (isFolder ? [[]] : [])
        return Array(kept.joined(separator: "/".utf8))
    }

    /// Everything decoded, or everything but `%2F`.
    private static func decoded(_ path: [UInt8], butSlashes: Bool) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < path.count {
            if let byte = Percent.byte(path, at: index), !butSlashes || byte != UInt8(ascii: "/") {
                result.append(byte)
                index += 3
            } else {
                result.append(path[index])
                index += 1
            }
        }
        return result
    }

    /// Whether some server might climb: a segment of dots and blanks, whatever parameters follow.
    private static func climbs(_ decoded: [UInt8]) -> Bool {
        decoded.split(separator: UInt8(ascii: "/")).contains { segment in
            let name = segment.prefix { $0 != UInt8(ascii: ";") }
            return name.contains(UInt8(ascii: "."))
                && name.allSatisfy { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: " ") }
        }
    }

    private static func withoutEmptySegments(_ path: String) -> String {
        var result: [UInt8] = []
        for byte in path.utf8 where byte != UInt8(ascii: "/") || result.last != UInt8(ascii: "/") {
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }
}
