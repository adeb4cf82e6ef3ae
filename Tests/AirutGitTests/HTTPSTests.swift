import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@Suite struct HTTPSTests {
    private func withServer(_ body: (Workshop, _ url: String) async throws -> Void) async throws {
        try await HTTPSServer.serve(body)
    }

    private func credential(_ workshop: Workshop, token: String? = "right", trusts: Bool = true) -> GitCredential {
        GitCredential(
            username: "x-access-token", token: token, caFilePath: trusts ? "\(workshop.folder)/ca.pem" : nil)
    }

    private func refresh(_ workshop: Workshop, _ url: String, _ credential: GitCredential) async throws -> GitFailure? {
        let response = try await workshop.ask(
            .refreshMirror(url: url, mirror: workshop.mirror, credential: credential))
        if case .failed(let failure) = response { return failure }
        return nil
    }

    @Test func `a token fetches and pushes`() async throws {
        try await withServer { workshop, url in
            let failure = try await refresh(workshop, url, credential(workshop))
            #expect(failure == nil)
            let base = try await workshop.makeWorkspace().commit
            for (name, lastPushed) in [("a", nil), ("b", base)] as [(String, String?)] {
                try workshop.write("\(workshop.workspace)/\(name)", String(repeating: "text\n", count: 100_000))
                let response = try await workshop.publishResponse(
                    base: base, lastPushed: lastPushed, url: url, credential: credential(workshop))
                guard case .publication(let publication) = response else {
                    Issue.record("\(response)")
                    return
                }
                #expect(publication.outcome == .pushed)
            }
            #expect(try await workshop.pushedPaths().contains("b"))
            let leaks = try await run(["/bin/grep", "-r", "right", workshop.workspace, workshop.mirror], mayFail: true)
            #expect(leaks.text == "")
        }
    }

    @Test func `a wrong or missing token is unauthorized, not repeated for ever`() async throws {
        try await withServer { workshop, url in
            let wrong = try await refresh(workshop, url, credential(workshop, token: "wrong"))
            #expect(wrong?.kind == .unauthorized)
            let missing = try await refresh(workshop, url, credential(workshop, token: nil))
            #expect(missing?.kind == .unauthorized)
        }
    }

    @Test func `a certificate nobody vouches for is refused`() async throws {
        try await withServer { workshop, url in
            let failure = try await refresh(workshop, url, credential(workshop, trusts: false))
            #expect(failure?.kind == .other)
            #expect(failure?.reason.contains("certificate") == true)
        }
    }

    @Test func `a certificate for another name is refused`() async throws {
        try await withServer { workshop, url in
            let other = url.replacing("localhost", with: "127.0.0.1")
            let failure = try await refresh(workshop, other, credential(workshop))
            #expect(failure != nil)
        }
    }

    @Test func `a repository the server does not have is not found`() async throws {
        try await withServer { workshop, url in
            let failure = try await refresh(workshop, url.replacing("upstream", with: "none"), credential(workshop))
            #expect(failure?.kind == .notFound)
        }
    }

    @Test func `a redirect to another host is not followed`() async throws {
        try await withServer { workshop, url in
            let away = url.replacing("/upstream", with: "/away/upstream")
            let failure = try await refresh(workshop, away, credential(workshop))
            #expect(failure?.reason.contains("cannot redirect") == true, "\(failure as Any)")
        }
    }

    @Test func `a redirect to another port gets no token`() async throws {
        try await withServer { workshop, url in
            let away = url.replacing("/upstream", with: "/port/upstream")
            let failure = try await refresh(workshop, away, credential(workshop))
            #expect(failure?.kind == .unauthorized)
            #expect(failure?.reason.contains("another server") == true)
            #expect(try workshop.read("\(workshop.folder)/stolen") == "None\n")
        }
    }

    @Test func `a fetch that brings too much is ended and leaves nothing`() async throws {
        try await withServer { workshop, url in
            try await workshop.commitNoise()
            let response = try await workshop.ask(
                .refreshMirror(
                    url: url, mirror: workshop.mirror, credential: credential(workshop), maximumBytes: 100_000))
            guard case .failed(let failure) = response else {
                Issue.record("\(response)")
                return
            }
            #expect(failure.reason == "it would bring more than 100000 bytes")
            #expect(try await workshop.leftovers() == [])
        }
    }
}
