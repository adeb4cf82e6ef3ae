/// Names that some file system takes for `.git`: a commit with one could place hooks in somebody else's clone.
enum ReservedName {
    /// `.git` in any case, its DOS short name, and what Windows or HFS+ make of trailing or invisible characters.
    static func isReserved(_ name: FileName) -> Bool {
        let text = String(decoding: name, as: UTF8.self)
        var visible = String(String.UnicodeScalarView(text.unicodeScalars.filter { !isIgnorable($0) })).lowercased()
        if let colon = visible.firstIndex(of: ":") { visible = String(visible[..<colon]) }
        while visible.hasSuffix(".") || visible.hasSuffix(" ") { visible.removeLast() }
        return visible == ".git" || visible == "git~1"
    }

    /// Code points HFS+ leaves out when it compares names.
    private static func isIgnorable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200C...0x200F, 0x202A...0x202E, 0x206A...0x206F, 0xFEFF: true
        default: false
        }
    }
}
