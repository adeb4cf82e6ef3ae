public import AirutPolicy

/// What a container's network did not let through.
public struct BlockedHosts: Sendable, Hashable {
    private static let mostHosts = 10

    private let hosts: [String]
    private let proposal: AllowlistProposal

    /// `nil` without requests.
    public init?(_ requests: [BlockedRequest]) {
        guard !requests.isEmpty else { return nil }
        hosts = Set(requests.map(\.host)).sorted()
        let named = Set(hosts.prefix(Self.mostHosts))
        proposal = AllowlistProposal(requests.filter { named.contains($0.host) })
    }

    /// For the answer of a run.
    var markdown: String {
        "**Blocked:** the sandbox did not let this run reach \(names). If it should, these lines allow it once they are in "
            + "`\(NetworkAllowlist.defaultFile)` on the default branch:\n\n"
            + MarkdownText.codeBlock(String(proposal.text.dropLast()))
    }

    /// For a build that failed.
    public var buildMarkdown: String {
        let lines = proposal.text.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        return "The sandbox did not let the build reach \(names). If it should, say so in the section `build` of "
            + "`\(NetworkAllowlist.defaultFile)` on the default branch, which takes the place of the server's list of package "
            + "registries:\n\n" + MarkdownText.codeBlock("build:\n\(lines)")
    }

    private var names: String {
        let names = hosts.prefix(Self.mostHosts).map(MarkdownText.code).joined(separator: ", ")
        let others = hosts.count - Self.mostHosts
        return others > 0 ? "\(names) and \(others) more" : names
    }
}
