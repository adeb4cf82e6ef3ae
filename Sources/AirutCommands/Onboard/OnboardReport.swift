/// What `airut onboard` says when it is done.
struct OnboardReport {
    let proposal: OnboardProposal
    let folder: String

    var text: String {
        let found = proposal.toolchains.map { "  \($0.name)" }
        return """
            Found:
            \(found.isEmpty ? "  no package manager that airut knows" : found.joined(separator: "\n"))
              \(origin)

            Written below \(folder):
            \(proposal.files.map { "  \($0.path)" }.joined(separator: "\n"))

            Review before you commit:
            \(list(review))

            Next steps:
            \(numbered(steps))

            """
    }

    private var origin: String {
        guard let remote = proposal.remote, let forge = proposal.forge else {
            return "no remote named origin at a forge"
        }
        return "origin is \(remote.name) at \(remote.host) (\(forge.rawValue))"
    }

    private var review: [String] {
        var points = [
            "Dockerfile: is the base image the version you use, and is everything there that your tests need?",
            "network-allowlist.yaml: whatever can be reached with POST can be told everything the agent knows. Remove what "
                + "the tests can do without; add private registries.",
            "airut.yaml: which secrets does the agent really need? Those that are in masked_secrets of the server it never "
                + "sees.",
            "The repository's default branch should be protected: who can push there decides what the agent may reach.",
        ]
        points += proposal.uninstalled.map { "Dockerfile: \($0.name) is missing: no package of Debian's has it." }
        if proposal.toolchains.contains(where: { $0 == .maven || $0 == .gradle }) {
            points.append(
                "Java trusts the sandbox's certificates only after: keytool -importcert -cacerts -noprompt -storepass "
                    + "changeit -alias airut -file /.airut/authority.pem (tell the agent so in CLAUDE.md)")
        }
        if proposal.remote == nil {
            points.append("network-allowlist.yaml: without a remote, nothing of your forge is in it.")
        }
        return points
    }

    private var steps: [String] {
        let url = proposal.remote?.url ?? "REPOSITORY"
        return [
            "Build the image once: podman build \(folder)/.airut/container",
            "Write a CLAUDE.md that says how to run the tests and what not to touch.",
            "Commit .airut/ and CLAUDE.md to the default branch. Only from there are they read.",
            "Add the repository to the server's file, with a mailbox of its own: airut init --repo-url \(url), or by hand.",
            "Run airut check, start airut serve, and write to the mailbox.",
        ]
    }

    private func list(_ points: [String]) -> String { points.map { "  [ ] \($0)" }.joined(separator: "\n") }

    private func numbered(_ points: [String]) -> String {
        points.enumerated().map { "  \($0 + 1). \($1)" }.joined(separator: "\n")
    }
}
