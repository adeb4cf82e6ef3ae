import AirutConfig
import AirutPolicy

/// Whether the repository can be fetched and pushed to.
struct GitProbe {
    let git: GitChild
    let publish: PublishSettings

    func run() async throws -> [ProbeFinding] {
        let reach = try await git.reach()
        var findings: [ProbeFinding] = []
        if let branch = reach.defaultBranch, reach.branches > 0 {
            findings.append(.ok("can be fetched; its default branch is \(branch)"))
        } else {
            findings.append(.error("can be fetched, but has no commit or no default branch yet"))
        }
        switch reach.pushFailure {
        case nil: findings.append(.ok("may be pushed to"))
        case let failure? where publish.mode == .none: findings.append(.ok("may not be pushed to (\(failure.reason))"))
        case let failure?: findings.append(.error("\(failure)"))
        }
        return findings
    }
}
