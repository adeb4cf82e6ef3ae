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

    @Test func `a mirror is made anew when an old commit that a fetch begins from cannot be read`() async throws {
        try await withServer { workshop, url in
            for number in 1...3 { try await workshop.commitUpstream(["file": "\(number)"]) }
            #expect(try await refresh(workshop, url, credential(workshop)) == nil)
            try await workshop.damage("main~2")
            try await workshop.commitUpstream(["file": "4"])
            #expect(try await refresh(workshop, url, credential(workshop)) == nil)
            #expect(try await workshop.isFaithful())
            try await workshop.git("fsck", "--strict", in: workshop.mirror)
        }
    }

    @Test func `what was forced away is not kept when packs are put together`() async throws {
        try await withServer { workshop, url in
            try await workshop.git("tag", "-a", "v1", "-m", "One")
            try await workshop.git("tag", "-a", "v1-again", "-m", "A tag of a tag", "v1")
            try await workshop.git("tag", "-a", "file", "-m", "A tag of a file", "main:src/app.txt")
            try await workshop.git("tag", "folder", "main:src")
            try await workshop.git("push", "-q", "--tags", workshop.upstream)
            #expect(try await refresh(workshop, url, credential(workshop)) == nil)
            var forcedAway: [String] = []
            for number in 1...20 where try forcedAway.isEmpty || workshop.packCount() > 1 {
                try workshop.write("\(workshop.seed)/secret", "\(number)")
                try await workshop.git("add", "-A")
                try await workshop.git("commit", "-q", "--amend", "-m", "Number \(number)")
                try await workshop.git("push", "-q", "--force", workshop.upstream, "main:topic")
                #expect(try await refresh(workshop, url, credential(workshop)) == nil)
                forcedAway.append(try await workshop.git("rev-parse", "HEAD"))
            }
            #expect(try workshop.packCount() == 1)
            let last = forcedAway.removeLast()
            #expect(forcedAway.count >= 5)
            for commit in forcedAway {
                let found = try await run(["git", "cat-file", "-e", commit], in: workshop.mirror, mayFail: true)
                #expect(found.status != 0)
            }
            try await workshop.git("cat-file", "-e", last + "^{tree}", in: workshop.mirror)
            #expect(try await workshop.isFaithful())
            try await workshop.git("fsck", "--strict", in: workshop.mirror)
            try await workshop.makeWorkspace()
            try await workshop.git("cat-file", "-e", "file^{blob}", in: workshop.workspace)
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
