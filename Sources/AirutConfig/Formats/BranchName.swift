/// Names of git branches.
///
/// - SeeAlso: git-check-ref-format(1).
enum BranchName {
    /// Whether appending letters and digits makes a valid branch name.
    static func isPrefix(_ text: String) -> Bool {
        let forbidden = Set(" ~^:?*[\\".utf8)
        guard (1...100).contains(text.utf8.count), !text.hasPrefix("/"), !text.hasPrefix("-"),
            !text.contains(".."), !text.contains("//"), !text.contains("@{"), !text.hasSuffix("."),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && !forbidden.contains($0) })
        else { return false }
        return text.split(separator: "/").allSatisfy { !$0.hasPrefix(".") && !$0.hasSuffix(".lock") }
    }
}
