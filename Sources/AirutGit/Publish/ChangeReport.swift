import AirutPolicy
import CGit2

/// What differs between the trees of two commits.
struct ChangeReport {
    static let mostChanges = 200
    /// A larger file's lines are not counted.
    private static let largestCountedBytes: Int64 = 4 << 20

    private(set) var changes: [GitPublication.Change] = []
    private(set) var changedPaths = 0

    init(of repository: borrowing Repository, from old: ObjectID, to new: ObjectID) throws(GitFailure) {
        let diff = try repository.difference(from: old, to: new, largestCountedBytes: Self.largestCountedBytes)
        changedPaths = unsafe git_diff_num_deltas(diff.pointer)
        for index in 0..<min(changedPaths, Self.mostChanges) { try add(index, of: diff) }
    }

    private mutating func add(_ index: Int, of diff: borrowing Handle) throws(GitFailure) {
        guard let delta = unsafe git_diff_get_delta(diff.pointer, index)?.pointee,
            let name = unsafe delta.new_file.path ?? delta.old_file.path
        else { return }
        let path = unsafe FileName(cString: name)
        changes.append(try Self.change(index, of: diff, path: path))
    }

    private static func change(
        _ index: Int, of diff: borrowing Handle, path: FileName
    ) throws(GitFailure) -> GitPublication.Change {
        var patch: OpaquePointer?
        try check("compare \(path.printable)", unsafe git_patch_from_diff(&patch, diff.pointer, index))
        defer { unsafe git_patch_free(patch) }
        var (added, deleted) = (0, 0)
        // No patch: the file is binary or too large.
        if let patch = unsafe patch {
            try check("compare \(path.printable)", unsafe git_patch_line_stats(nil, &added, &deleted, patch))
        }
        return .init(path: path.printable, addedLines: added, deletedLines: deleted)
    }
}
