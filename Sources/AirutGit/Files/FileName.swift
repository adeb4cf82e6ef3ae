/// A file's name or relative path: bytes, because nothing says that they are text.
typealias FileName = [UInt8]

extension FileName {
    init(_ text: String) { self = Array(text.utf8) }

    /// The bytes before the terminator.
    init(cString: UnsafePointer<CChar>) {
        var bytes: [UInt8] = []
        var position = unsafe cString
        while unsafe position.pointee != 0 {
            bytes.append(unsafe UInt8(bitPattern: position.pointee))
            unsafe position += 1
        }
        self = bytes
    }

    /// For people: bytes that are not UTF-8 and controls replaced, cut after 200 characters.
    var printable: String {
        let text = String(decoding: self, as: UTF8.self).map { character in
            character.unicodeScalars.contains { $0.properties.generalCategory == .control } ? "\u{FFFD}" : character
        }
        return text.count > 200 ? String(text.prefix(199)) + "…" : String(text)
    }

    /// This folder's path with a name below it; an empty path is the root.
    func appending(_ name: FileName) -> FileName { isEmpty ? name : self + [UInt8(ascii: "/")] + name }

    /// The folder of this path; `nil` in the root.
    var parent: FileName? { lastIndex(of: UInt8(ascii: "/")).map { FileName(self[..<$0]) } }

    /// Calls `body` with the bytes as a C string.
    @safe func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        let terminated = map { CChar(bitPattern: $0) } + [0]
        // The array has at least its terminator.
        return unsafe terminated.withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
    }
}
