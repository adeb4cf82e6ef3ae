/// Paths that may not be changed, as globs in which letter case does not count.
struct ProtectedPaths: Sendable {
    private let globs: [PathGlob]

    init(_ patterns: [String]) { globs = patterns.map { PathGlob($0.lowercased()) } }

    /// - Parameter canHideFolder: whether it is or was a link or submodule: in the place of a protected folder it counts.
    func covers(_ path: FileName, canHideFolder: Bool) -> Bool {
        let path = FileName(String(decoding: path, as: UTF8.self).lowercased())
        return globs.contains { $0.matches(path) || canHideFolder && $0.canMatch(below: path) }
    }
}
