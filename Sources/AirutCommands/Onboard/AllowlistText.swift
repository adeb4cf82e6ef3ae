/// A `.airut/network-allowlist.yaml` as text.
enum AllowlistText {
    private static let head = """
        # What the container may reach; everything else is blocked. Read from the default branch at the start of every task.
        # `airut explain request GET https://pypi.org/simple/flask/ --repo .` says what this file decides, and why.

        # Every path and method of these hosts. None: whoever may write to a host can tell it everything.
        domains: []

        # Only these requests. A path is meant exactly, or with * for any characters (/ among them) and ? for one.
        url_prefixes:

        """

    /// - Parameter groups: each with what it is for; what stands in one is not repeated in later ones.
    static func file(_ groups: [(purpose: String, rules: [ProposedRule])]) -> String {
        var seen: Set<ProposedRule> = []
        let parts = groups.compactMap { group -> String? in
            let new = group.rules.filter { seen.insert($0).inserted }
            return new.isEmpty ? nil : "  # \(group.purpose)\n" + new.map(entry).joined()
        }
        return head + parts.joined(separator: "\n")
    }

    private static func entry(_ rule: ProposedRule) -> String {
        """
          - host: \(YAMLText.scalar(rule.host))
            path: \(YAMLText.scalar(rule.path))
            methods: [\(rule.methods.joined(separator: ", "))]

        """
    }
}
