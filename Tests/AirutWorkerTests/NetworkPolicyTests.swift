import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@testable import AirutWorker

@Suite struct NetworkPolicyTests {
    private func policy() -> NetworkPolicy {
        var server = ServerNetworkSettings()
        server.allowedPrivate = ["10.0.0.0/8", "10.0.0.4"].compactMap(AddressRange.init)
        server.buildAllowlist = ["deb.debian.org"]
        var repository = RepositorySettings()
        repository.network.webSearch = true
        for name in ["USED", "UNUSED"] {
            var secret = MaskedSecret()
            secret.value = Secret("real-\(name)")
            secret.scopes = ["api.example.org"]
            secret.headers = ["Authorization"]
            repository.maskedSecrets[name] = secret
        }
        return NetworkPolicy(
            server: server, repository: repository,
            ownAddresses: { ["127.0.0.1", "192.0.2.7", "10.0.0.3", "10.0.0.4"].compactMap(IPAddress.init) })
    }

    private func file(_ text: String) throws -> AllowlistFile {
        try #require(AllowlistFile.parse(bytes: Array(text.utf8), file: AllowlistFile.path).value)
    }

    @Test func `a proxy knows only the secrets whose stand-ins its container holds`() throws {
        let policy = try policy().task(try file("domains: [api.example.org]"), surrogates: ["USED": Secret("stand-in")])
        #expect(policy.masks.map(\.name) == ["USED"])
        #expect(policy.masks.first?.real == "real-USED" && policy.masks.first?.surrogate == "stand-in")
        #expect(policy.allowlist.rules.map(\.description) == ["api.example.org (every path)"])
        #expect(policy.allowedPrivate.count == 2)
        #expect(policy.serverTools.allowsWebSearch)
    }

    @Test func `a build has no secrets, and the server's registries unless the repository says otherwise`() throws {
        let standard = try policy().imageBuild(try file("domains: [api.example.org]"))
        #expect(standard.masks == [])
        #expect(standard.allowlist.rules.map(\.description) == ["GET HEAD deb.debian.org (every path)"])
        let own = try policy().imageBuild(try file("build: {domains: [a.example]}"))
        #expect(own.allowlist.rules.map(\.description) == ["a.example (every path)"])
        #expect(try policy().imageBuild(try file("build: {}")).allowlist.rules == [])
    }

    @Test func `this machine is never dialled, but for its addresses that the server's file names one by one`() throws {
        let policy = try policy().task(try file("domains: []"), surrogates: [:])
        #expect(policy.refusal(toDial: IPAddress("10.0.0.2")!) == nil)
        for own in ["10.0.0.3", "192.0.2.7", "198.18.0.1"] {
            #expect(policy.refusal(toDial: IPAddress(own)!)?.contains("belongs to this machine") == true)
        }
        #expect(policy.refusal(toDial: IPAddress("10.0.0.4")!) == nil)
        #expect(policy.refusal(toDial: IPAddress("127.0.0.1")!)?.contains("loopback") == true)
        #expect(InterfaceAddresses.all().contains(IPAddress("127.0.0.1")!))
    }

    @Test func `authorities are read for each proxy, and a missing file makes nothing run`() async throws {
        try await withTemporaryDirectory { folder in
            var policy = policy()
            let path = folder + "/ca.pem"
            var server = policy.server
            server.caFile = path
            policy = NetworkPolicy(server: server, repository: policy.repository)
            let failure = #expect(throws: StageFailure.self) { try policy.task(AllowlistFile(), surrogates: [:]) }
            #expect(failure?.failure == .noNetwork && failure?.detail.contains(path) == true)
            try "PEM".write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try policy.task(AllowlistFile(), surrogates: [:]).additionalAuthorities == "PEM")
        }
    }

    @Test func `an allowlist is the default branch's, and missing or wrong it fails the task with the reason`() throws {
        func files(_ content: String?) -> RepositoryFiles {
            let file = content.map {
                RepositoryFiles.File(path: AllowlistFile.path, isExecutable: false, bytes: Array($0.utf8))
            }
            return RepositoryFiles(
                commit: nil, files: [file].compactMap(\.self), containerPath: ".airut/container")
        }
        #expect(try files("domains: [a.example]\n").allowlist().task.rules.count == 1)
        let missing = #expect(throws: StageFailure.self) { try files(nil).allowlist() }
        #expect(missing?.detail == "no .airut/network-allowlist.yaml on the default branch")
        let wrong = #expect(throws: StageFailure.self) { try files("domains: x\n").allowlist() }
        #expect(wrong?.detail == ".airut/network-allowlist.yaml:1:10: domains: should be a list, not “x”")
    }
}
