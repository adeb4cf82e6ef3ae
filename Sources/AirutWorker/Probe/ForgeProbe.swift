import AirutConfig
import AirutForge

/// Whether the token can open pull requests.
struct ForgeProbe {
    let forge: GitHubForge

    /// Of a classic token: each of them alone is enough for some repositories.
    private static let sufficient: Set<String> = ["repo", "public_repo"]

    func run() async throws -> [ProbeFinding] {
        let access = try await forge.access()
        let scopes = access.scopes.map { $0.isEmpty ? "no scopes" : "the scopes \($0.joined(separator: ", "))" }
        var findings: [ProbeFinding] = [
            access.canPush
                ? .ok("the token is accepted, with \(scopes ?? "permissions of its own")")
                : .error("whoever the token belongs to may not push, with \(scopes ?? "permissions of its own")")
        ]
        if let scopes = access.scopes {
            if Self.sufficient.isDisjoint(with: scopes) {
                findings.append(.error("the token needs the scope repo (or public_repo) to open pull requests"))
            }
            let more = scopes.filter { $0.hasPrefix("admin:") || $0.hasPrefix("delete") || $0 == "workflow" }
            if !more.isEmpty {
                findings.append(.warning("the token can do more than it needs: \(more.joined(separator: ", "))"))
            }
        }
        return findings
    }
}
