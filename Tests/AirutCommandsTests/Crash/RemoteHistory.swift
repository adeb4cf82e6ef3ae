import AirutTestSupport

@testable import AirutCommands

/// What was pushed to a site's remote, besides what was there at first.
struct RemoteHistory: Sendable {
    let site: Site
    /// How many commits touch the file of each token.
    private(set) var commits: [String: Int] = [:]
    /// Trees that several commits have: one of these commits changes nothing.
    private(set) var repeatedTrees: [String] = []
    let branches: [String]

    init(_ site: Site) async throws {
        self.site = site
        let git = ["git", "-C", site.repository.folder.remote]
        let names = try await run(git + ["for-each-ref", "--format=%(refname:short)", "refs/heads"]).text
        branches = names.split(separator: "\n").map(String.init).filter { $0 != "main" }
        let log = try await run(git + ["log", "--branches", "--not", "main", "--format=%x01%T", "--name-only"]).text
        var trees: Set<String> = []
        for commit in log.split(separator: "\u{1}") {
            let lines = commit.split(separator: "\n").map(String.init)
            if let tree = lines.first, !trees.insert(tree).inserted { repeatedTrees.append(tree) }
            for name in lines.dropFirst() where name.hasPrefix("tokens/") {
                commits[String(name.dropFirst("tokens/".count)), default: 0] += 1
            }
        }
    }

    /// Whether the repository itself is whole.
    func isSound() async throws -> Bool {
        try await run(["git", "-C", site.repository.folder.remote, "fsck", "--full"], mayFail: true).status == 0
    }
}
