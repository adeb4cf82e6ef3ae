import AirutPolicy
import AirutTestSupport
import Foundation

extension Workshop {
    static let commit = GitPublishRequest.Commit(
        message: "Finish the work", authorName: "Airut", authorEmail: "airut@example.org")
    static let protectedPaths = [".github/workflows/**", ".gitlab-ci.yml", "**/Jenkinsfile"]

    /// Publishes the workspace and gives the raw response.
    func publishResponse(
        base: String, lastPushed: String? = nil, commit: GitPublishRequest.Commit? = Self.commit,
        branch: String = Self.branch, url: String? = nil, credential: GitCredential? = nil
    ) async throws -> GitResponse {
        try await ask(
            .publish(
                GitPublishRequest(
                    workspace: workspace, mirror: mirror, url: url ?? self.url, credential: credential, branch: branch,
                    base: base, lastPushed: lastPushed, commit: commit, protectedPaths: Self.protectedPaths)))
    }

    func publish(
        base: String, lastPushed: String? = nil, commit: GitPublishRequest.Commit? = Self.commit
    ) async throws -> GitPublication {
        let response = try await publishResponse(base: base, lastPushed: lastPushed, commit: commit)
        guard case .publication(let publication) = response else { throw TestFailure("\(response)") }
        return publication
    }

    func publishFailure(base: String) async throws -> GitFailure {
        let response = try await publishResponse(base: base)
        guard case .failed(let failure) = response else { throw TestFailure("\(response)") }
        return failure
    }

    /// The content of every blob that is reachable in the upstream repository.
    func everythingUpstream() async throws -> String {
        let script = "git rev-list --objects --all | cut -d' ' -f1 | git cat-file --batch"
        return try await run(["/bin/sh", "-c", script], in: upstream).text
    }

    /// The paths of a branch upstream, sorted.
    func pushedPaths() async throws -> [String] {
        try await git("ls-tree", "-r", "--name-only", Self.branch, in: upstream).split(separator: "\n").map {
            String($0)
        }
    }
}
