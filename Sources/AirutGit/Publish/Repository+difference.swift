import AirutPolicy
import CGit2

extension Repository {
    /// What differs between the trees of two commits, file by file; renames are a deletion and an addition.
    ///
    /// - Parameter largestCountedBytes: a larger file's lines are not compared.
    func difference(
        from old: ObjectID, to new: ObjectID, largestCountedBytes: Int64 = 0
    ) throws(GitFailure) -> Handle {
        let before = try tree(of: old)
        let after = try tree(of: new)
        var options = unsafe git_diff_options()
        unsafe git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION))
        unsafe options.flags = GIT_DIFF_INCLUDE_TYPECHANGE.rawValue
        unsafe options.max_size = largestCountedBytes
        return try Handle("compare \(old) with \(new)", free: { unsafe git_diff_free($0) }) {
            unsafe git_diff_tree_to_tree(&$0, pointer, before.pointer, after.pointer, &options)
        }
    }
}
