/// The text of a workspace's `.git/config`: everything in it is ours.
enum WorkspaceConfiguration {
    static func text(url: String) -> String {
        """
        [core]
        \trepositoryformatversion = 0
        \tfilemode = true
        \tbare = false
        \tlogallrefupdates = true
        [remote "origin"]
        \turl = "\(escaped(url))"
        \tfetch = +refs/heads/*:refs/remotes/origin/*

        """
    }

    /// A value for use between quotation marks.
    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
