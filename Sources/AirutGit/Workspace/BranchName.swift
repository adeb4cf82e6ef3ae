import AirutPolicy
import CGit2

enum BranchName {
    /// Throws when the text cannot be a branch.
    static func check(_ name: String) throws(GitFailure) {
        Library.ready
        var isValid: Int32 = 0
        guard !name.hasPrefix("-"), name != "HEAD", !name.hasPrefix("refs/"),
            unsafe git_reference_name_is_valid(&isValid, "refs/heads/\(name)") == 0, isValid == 1
        else {
            throw GitFailure(
                kind: .unusable, action: "use the branch “\(name)”", reason: "that is not a valid branch name")
        }
    }
}
