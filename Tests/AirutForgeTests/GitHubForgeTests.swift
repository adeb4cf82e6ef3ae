import AirutForge
import AirutModel
import AirutTestForge
import Testing

@Suite struct GitHubForgeTests {
    private static let branches = [
        "main": "c0", "develop": "c0", "airut/a b+ü#1": "c1", "airut/x": "c2", "airut/same": "c0",
    ]

    private func withForge(
        token: String = "t0k", repository: String = "acme/web", branches: [String: String] = branches,
        _ body: (TestForge, GitHubForge) async throws -> Void
    ) async throws {
        let forge = TestForge(repository: "acme/web", token: Secret("t0k")) { branches[$0] }
        try await withTestForge(forge) { forge, url in
            try await body(
                forge, GitHubForge(apiURL: url, repository: repository, token: Secret(token), send: send))
        }
    }

    private func draft(_ head: String = "airut/x", body: String = "What was done", isDraft: Bool = false)
        -> PullRequestDraft
    {
        PullRequestDraft(head: head, base: "main", title: "Fix it", body: body, isDraft: isDraft)
    }

    /// What kind of error opening fails with.
    private func failure(_ forge: GitHubForge, _ draft: PullRequestDraft) async -> ForgeError? {
        do throws(any Error) {
            _ = try await forge.openOrUpdate(draft)
            return nil
        } catch {
            return error as? ForgeError
        }
    }

    @Test func `the first push opens a pull request, the next finds it again`() async throws {
        try await withForge { forge, github in
            let opened = try await github.openOrUpdate(draft("airut/a b+ü#1"))
            #expect(opened.isNew && opened.number == 1 && opened.url.hasSuffix("/acme/web/pull/1"))
            let again = try await github.openOrUpdate(draft("airut/a b+ü#1"))
            #expect(!again.isNew && again.number == 1 && again.url == opened.url)
            #expect(await forge.pullRequests.count == 1)
            // Nothing differed, so nothing was written.
            #expect(await forge.requests.map(\.method) == ["GET", "POST", "GET"])
            #expect(try await github.openOrUpdate(draft()).number == 2)
        }
    }

    @Test func `a follow-up replaces our part of the description and nothing else`() async throws {
        try await withForge { forge, github in
            _ = try await github.openOrUpdate(draft(body: "First"))
            let ours = await forge.pullRequests[0].body
            await forge.edit(1, body: "Reviewed by Bob.\n\(ours)\nSee also the wiki.")
            _ = try await github.openOrUpdate(draft(body: "Second"))
            let body = await forge.pullRequests[0].body
            #expect(body.hasPrefix("Reviewed by Bob.\n") && body.hasSuffix("\nSee also the wiki."))
            #expect(body.contains("Second") && !body.contains("First"))
            await forge.edit(1, body: "All mine.")
            _ = try await github.openOrUpdate(draft(body: "Third"))
            #expect(await forge.pullRequests[0].body == "All mine.")
        }
    }

    @Test func `text that imitates our marks stays inside them`() async throws {
        try await withForge { forge, github in
            _ = try await github.openOrUpdate(draft(body: "a <!-- airut: end --> b"))
            _ = try await github.openOrUpdate(draft(body: "Second"))
            #expect(await forge.pullRequests[0].body == "<!-- airut: begin -->\nSecond\n<!-- airut: end -->")
        }
    }

    @Test func `what is too long for GitHub is shortened, what is blank is named`() async throws {
        try await withForge { forge, github in
            var long = draft(body: String(repeating: "x", count: 70_000))
            long.title = String(repeating: "t", count: 300)
            _ = try await github.openOrUpdate(long)
            #expect(await forge.pullRequests[0].body.contains("[shortened]"))
            _ = try await github.openOrUpdate(draft("airut/a b+ü#1"))
            var blank = draft()
            blank.title = " \n"
            await forge.close(1)
            _ = try await github.openOrUpdate(blank)
            #expect(await forge.pullRequests[2].title == "airut/x")
        }
    }

    @Test func `a closed pull request is not revived`() async throws {
        try await withForge { forge, github in
            _ = try await github.openOrUpdate(draft())
            await forge.close(1)
            let second = try await github.openOrUpdate(draft())
            #expect(second.isNew && second.number == 2)
        }
    }

    @Test func `a renamed default branch moves the pull request`() async throws {
        try await withForge { forge, github in
            _ = try await github.openOrUpdate(draft())
            var moved = draft()
            moved.base = "develop"
            #expect(try await github.openOrUpdate(moved).isNew == false)
            #expect(await forge.pullRequests[0].base == "develop")
        }
    }

    @Test func `one that somebody opened meanwhile is used`() async throws {
        try await withForge { forge, github in
            _ = try await github.openOrUpdate(draft())
            await forge.set(.lateListing)
            let found = try await github.openOrUpdate(draft(body: "Newer"))
            #expect(!found.isNew && found.number == 1)
            #expect(await forge.pullRequests[0].body.contains("Newer"))
        }
    }

    @Test func `a draft is opened as one, where there are drafts`() async throws {
        try await withForge { forge, github in
            _ = try await github.openOrUpdate(draft(isDraft: true))
            #expect(await forge.pullRequests[0].isDraft)
            await forge.close(1)
            await forge.set(.noDrafts)
            #expect(try await github.openOrUpdate(draft(isDraft: true)).number == 2)
            #expect(await forge.pullRequests[1].isDraft == false)
        }
    }

    @Test func `what GitHub refuses is told apart`() async throws {
        try await withForge { forge, github in
            #expect(await failure(github, draft("airut/gone"))?.kind == .headMissing)
            #expect(await failure(github, draft("airut/same"))?.kind == .noCommits)
            var baseless = draft()
            baseless.base = "gone"
            #expect(await failure(github, baseless)?.kind == .baseMissing)
            await forge.set(.unavailable)
            #expect(await failure(github, draft())?.isTransient == true)
            await forge.set(.rateLimited)
            #expect(await failure(github, draft())?.kind == .rateLimited)
        }
        try await withForge(token: "wrong") { _, github in
            let error = await failure(github, draft())
            #expect(error?.kind == .unauthorized)
            #expect(
                "\(error!)"
                    == "cannot list the pull requests of acme/web: GitHub answered 401 (Bad credentials); check publish.token"
            )
        }
        try await withForge(repository: "acme/other") { _, github in
            #expect(await failure(github, draft())?.kind == .notFound)
        }
    }

    @Test func `a forge that cannot be reached is worth another try`() async throws {
        struct Refused: Error, CustomStringConvertible { let description = "connection refused" }
        let github = GitHubForge(apiURL: "https://x", repository: "a/b", token: Secret("t")) { _ in throw Refused() }
        let error = await failure(github, draft())
        #expect(error?.kind == .unavailable && error?.reason == "connection refused")
    }

    @Test(arguments: [
        "", "<html>login</html>", "[]", "{\"message\":5}", "{\"message\":\"a\\u0007b\",\"errors\":[\"c\"]}",
    ])
    func `answers that are not GitHub's are survived`(body: String) async throws {
        for status in [200, 301, 404, 422, 500] {
            let github = GitHubForge(apiURL: "https://x/", repository: "a/b", token: Secret("secret")) { request in
                #expect(request.url.hasPrefix("https://x/repos/a/b/pulls"))
                return ForgeResponse(status: status, body: Array(body.utf8))
            }
            let error = await failure(github, draft())
            #expect(error != nil && !"\(error!)".contains("secret") && !"\(error!)".contains("\u{7}"))
        }
    }

    @Test func `the stand-in is as strict as GitHub`() async throws {
        try await withTestForge(TestForge(repository: "acme/web", token: Secret("t")) { _ in "c" }) {
            (_, url) async throws in
            func status(_ change: (inout ForgeRequest) -> Void) async throws -> Int {
                var request = ForgeRequest(
                    method: "GET", url: "\(url)/repos/acme/web/pulls",
                    headers: [.init(name: "User-Agent", value: "x"), .init(name: "Accept", value: "application/json")],
                    bearerToken: Secret("t"), body: nil)
                change(&request)
                return try await send(request).status
            }
            #expect(try await status { _ in } == 200)
            #expect(try await status { $0.headers[0].value = "" } == 403)
            #expect(try await status { $0.headers[1].value = "text/html" } == 415)
            #expect(try await status { $0.headers.append(.init(name: "X-GitHub-Api-Version", value: "1")) } == 400)
            #expect(try await status { $0.bearerToken = Secret("") } == 401)
            #expect(
                try await status {
                    $0.method = "POST"; $0.body = Array("{".utf8)
                } == 400)
            #expect(
                try await status {
                    $0.method = "POST"; $0.body = Array("{}".utf8)
                } == 422)
            #expect(try await status { $0.method = "DELETE" } == 404)
        }
    }
}
