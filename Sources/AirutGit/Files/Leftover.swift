/// Files that git or libgit2 left when it was killed.
enum Leftover {
    private static let mark = FileName("_git2_")

    static func isLock(_ name: FileName) -> Bool { name.suffix(5) == FileName(".lock")[...] }

    /// A pack or object libgit2 had not finished. Only below `objects`: a branch may have such a name.
    static func isTemporary(_ name: FileName) -> Bool { name.firstRange(of: mark) != nil }
}
