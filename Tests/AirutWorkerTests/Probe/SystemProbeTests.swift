import AirutConfig
import AirutForge
import AirutModel
import AirutSandbox
import AirutTestForge
import AirutTestSupport
import Foundation
import Testing

@testable import AirutWorker

@Suite struct SystemProbeTests {
    private func git(_ url: String) -> GitChild {
        GitChild(tools: ToolFolder(path: BuiltProgram.folder), url: url, settings: GitSettings())
    }

    @Test func `a repository is reached for fetching and for pushing, and stays as it is`() async throws {
        try await withTemporaryDirectory { folder in
            try await run(["git", "init", "-q", "-b", "main", folder + "/seed"])
            try await run(["git", "-C", folder + "/seed", "commit", "-q", "--allow-empty", "-m", "x"])
            try await run(["git", "clone", "-q", "--bare", folder + "/seed", folder + "/web.git"])
            let files = { try FileManager.default.subpathsOfDirectory(atPath: folder + "/web.git").sorted() }
            let before = try files()
            let findings = try await GitProbe(git: git(folder + "/web.git"), publish: PublishSettings()).run()
            #expect(findings.has(.ok, "its default branch is main"), "\(findings)")
            #expect(findings.has(.ok, "may be pushed to"))
            #expect(try files() == before)
            try await run(["git", "init", "-q", "--bare", folder + "/empty.git"])
            let empty = try await GitProbe(git: git(folder + "/empty.git"), publish: PublishSettings()).run()
            #expect(empty.has(.error, "no commit"))
        }
        let nowhere = git("/nonexistent/web.git")
        let probe = Probe("x") { try await GitProbe(git: nowhere, publish: PublishSettings()).run() }
        #expect(await probe.run().has(.error, "there is no such folder"))
    }

    @Test func `a token's scopes decide whether it can open pull requests`() async throws {
        let forge = TestForge(repository: "acme/web", token: Secret("right")) { _ in nil }
        try await withTestForge(forge) { forge, url in
            let findings = try await ForgeProbe(forge: try forgeClient(url, "right")).run()
            #expect(findings == [.ok("the token is accepted, with the scopes repo")])
            await forge.setScopes(["repo", "admin:org"])
            #expect(try await ForgeProbe(forge: try forgeClient(url, "right")).run().has(.warning, "admin:org"))
            await forge.setScopes(["read:user"])
            let weak = try await ForgeProbe(forge: try forgeClient(url, "right")).run()
            #expect(weak.has(.error, "may not push") && weak.has(.error, "needs the scope repo"))
            let wrong = try forgeClient(url, "wrong")
            #expect(await Probe("x") { try await ForgeProbe(forge: wrong).run() }.run().has(.error, "look at acme/web"))
        }
    }

    private func forgeClient(_ url: String, _ token: String) throws -> GitHubForge {
        var publish = PublishSettings()
        publish.apiURL = url
        publish.repository = "acme/web"
        publish.token = Secret(token)
        return try #require(GitHubForge(publish))
    }

    @Test func `Podman tells its version, its runtime and its control groups`() async throws {
        let findings = try await PodmanProbe(host: PodmanHost(allowsUnlimited: true, instance: "probe")).run()
        #expect(findings.has(.ok, "Podman "), "\(findings)")
        #expect(findings.has(.ok, "controllers: "))
        let missing = PodmanHost(command: ["/nonexistent/podman"], instance: "probe")
        let probe = Probe("x") { try await PodmanProbe(host: missing).run() }
        #expect(await probe.run().has(.error, "is not installed"))
    }
}
