import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

/// Against the real `sshd`; left out where it is not installed.
@Suite(.enabled(if: SSHServer.isInstalled))
struct SSHTests {
    private func withServer(_ body: (Workshop, _ url: String, _ port: Int) async throws -> Void) async throws {
        try await SSHServer.serve(body)
    }

    private func refresh(
        _ workshop: Workshop, _ url: String, key: String = "user", knownHosts: String?
    ) async throws -> GitResponse {
        let credential = GitCredential(
            username: "git", sshKeyPath: "\(workshop.folder)/\(key)", knownHostsPath: knownHosts)
        return try await workshop.ask(.refreshMirror(url: url, mirror: workshop.mirror, credential: credential))
    }

    private func knownHosts(_ workshop: Workshop, key: String, port: Int) throws -> String {
        let path = "\(workshop.folder)/known-\(key)"
        try workshop.write(path, "[127.0.0.1]:\(port) \(try workshop.read("\(workshop.folder)/\(key).pub"))")
        return path
    }

    @Test func `a key fetches and pushes where the server's key is known`() async throws {
        try await withServer { workshop, url, port in
            let known = try knownHosts(workshop, key: "host", port: port)
            let response = try await refresh(workshop, url, knownHosts: known)
            guard case .mirror = response else {
                Issue.record("\(response)")
                return
            }
            let base = try await workshop.makeWorkspace().commit
            try workshop.write("\(workshop.workspace)/a", "1")
            let published = try await workshop.publishResponse(
                base: base, url: url,
                credential: GitCredential(
                    username: "git", sshKeyPath: "\(workshop.folder)/user", knownHostsPath: known))
            guard case .publication(let publication) = published else {
                Issue.record("\(published)")
                return
            }
            #expect(publication.outcome == .pushed)
        }
    }

    @Test func `an unknown or changed server key is refused`() async throws {
        try await withServer { workshop, url, port in
            try workshop.write("\(workshop.folder)/empty", "")
            let changed = try knownHosts(workshop, key: "stranger", port: port)
            for file in [nil, "\(workshop.folder)/empty", changed] {
                let response = try await refresh(workshop, url, knownHosts: file)
                guard case .failed(let failure) = response else {
                    Issue.record("\(response)")
                    continue
                }
                #expect(failure.kind != .unreachable, "\(failure)")
            }
            #expect(!workshop.exists(workshop.mirror))
        }
    }

    @Test func `a key the server does not know is unauthorized`() async throws {
        try await withServer { workshop, url, port in
            let known = try knownHosts(workshop, key: "host", port: port)
            let response = try await refresh(workshop, url, key: "stranger", knownHosts: known)
            guard case .failed(let failure) = response else {
                Issue.record("\(response)")
                return
            }
            #expect(failure.kind == .unauthorized, "\(failure)")
        }
    }
}
