public import AirutModel
import FoundationEssentials

/// Pull requests in one GitHub repository.
///
/// - SeeAlso: GitHub REST API, version 2022-11-28, "Pulls".
public struct GitHubForge: Sendable {
    public typealias Send = @Sendable (ForgeRequest) async throws -> ForgeResponse

    private let apiURL: String
    let repository: String
    private let token: Secret
    private let send: Send

    /// - Parameters:
    ///   - apiURL: `https://api.github.com`, or `https://HOST/api/v3` of a GitHub Enterprise server.
    ///   - repository: `owner/name`.
    ///   - send: carries one request; throws only when there is no answer. It must not follow a redirect to another host.
    public init(apiURL: String, repository: String, token: Secret, send: @escaping Send) {
        self.apiURL = apiURL.hasSuffix("/") ? String(apiURL.dropLast()) : apiURL
        self.repository = repository
        self.token = token
        self.send = send
    }

    /// Makes sure that the branch has an open pull request that says what it should.
    ///
    /// May be repeated at any time: an open one is brought up to date instead of opening a second. What people wrote
    /// around our part of the description, and a title they changed, stay.
    ///
    /// - Throws: ``ForgeError``.
    public func openOrUpdate(_ draft: PullRequestDraft) async throws -> PullRequest {
        if let existing = try await openPullRequest(of: draft.head) { return try await update(existing, to: draft) }
        do {
            return try await open(draft, asDraft: draft.isDraft)
        } catch let refusal as AlreadyExists {
            guard let existing = try await openPullRequest(of: draft.head) else {
                throw ForgeError(.other, action: opening, reason: refusal.message)
            }
            return try await update(existing, to: draft)
        }
    }

    /// Somebody opened it between our looking and our opening.
    private struct AlreadyExists: Error {
        let message: String
    }

    private var opening: String { "open a pull request in \(repository)" }

    private func openPullRequest(of branch: String) async throws -> GitHubPullRequest? {
        let owner = repository.prefix { $0 != "/" }
        let filter = "\(owner):\(branch)".percentEncoded
        let response = try await exchange(
            "GET", "pulls?state=open&per_page=100&head=\(filter)", action: "list the pull requests of \(repository)")
        let action = "read the pull requests of \(repository)"
        // A filter that GitHub cannot read is ignored, so the answer is checked.
        return try decode([GitHubPullRequest].self, response, action: action).first {
            $0.head.ref == branch && $0.head.repo?.full_name.lowercased() == repository.lowercased()
        }
    }

    private func open(_ draft: PullRequestDraft, asDraft: Bool) async throws -> PullRequest {
        let body = GitHubPullRequest.Create(
            title: draft.shownTitle, head: draft.head, base: draft.base, body: PullRequestBody.marked(draft.body),
            draft: asDraft)
        let response = try await answer("POST", "pulls", body: body, action: opening)
        guard response.status == 422 else {
            let opened = try decode(GitHubPullRequest.self, checked(response, action: opening), action: opening)
            return PullRequest(number: opened.number, url: opened.html_url, isNew: true)
        }
        let problem = GitHubProblem(response)
        if problem.isAbout("already exists") { throw AlreadyExists(message: problem.sentence) }
        if asDraft, problem.isAbout("draft") { return try await open(draft, asDraft: false) }
        throw ForgeError(problem.validationKind, action: opening, reason: problem.sentence)
    }

    private func update(_ existing: GitHubPullRequest, to draft: PullRequestDraft) async throws -> PullRequest {
        let result = PullRequest(number: existing.number, url: existing.html_url, isNew: false)
        let body = PullRequestBody.replacing(ourPartOf: existing.body ?? "", with: draft.body)
        let change = GitHubPullRequest.Change(
            body: body == existing.body ? nil : body, base: existing.base.ref == draft.base ? nil : draft.base)
        guard change.body != nil || change.base != nil else { return result }
        let action = "update pull request \(existing.number) of \(repository)"
        _ = try await exchange("PATCH", "pulls/\(existing.number)", body: change, action: action)
        return result
    }
}

extension GitHubForge {
    /// Sends and insists on success.
    private func exchange(
        _ method: String, _ path: String, body: (any Encodable)? = nil, action: String
    ) async throws -> ForgeResponse {
        try checked(try await answer(method, path, body: body, action: action), action: action)
    }

    func checked(_ response: ForgeResponse, action: String) throws -> ForgeResponse {
        guard (200..<300).contains(response.status) else {
            let problem = GitHubProblem(response)
            throw ForgeError(problem.kind, action: action, reason: problem.sentence)
        }
        return response
    }

    func answer(
        _ method: String, _ path: String, body: (any Encodable)? = nil, action: String
    ) async throws -> ForgeResponse {
        var headers: [ForgeRequest.Header] = [
            .init(name: "Accept", value: "application/vnd.github+json"),
            .init(name: "X-GitHub-Api-Version", value: "2022-11-28"),
            .init(name: "User-Agent", value: "airut"),
        ]
        let bytes = try body.map { [UInt8](try JSONEncoder().encode($0)) }
        if bytes != nil { headers.append(.init(name: "Content-Type", value: "application/json")) }
        let request = ForgeRequest(
            method: method, url: "\(apiURL)/repos/\(repository)\(path.isEmpty ? "" : "/" + path)", headers: headers,
            bearerToken: token,
            body: bytes)
        do {
            return try await send(request)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw ForgeError(.unavailable, action: action, reason: "\(error)")
        }
    }

    func decode<Value: Decodable>(
        _ type: Value.Type, _ response: ForgeResponse, action: String
    ) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(response.body))
        } catch {
            throw ForgeError(
                .other, action: action, reason: "the answer is not what GitHub sends; is publish.api_url right?")
        }
    }
}

extension PullRequestDraft {
    fileprivate var shownTitle: String {
        let line = title.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.allSatisfy(\.isWhitespace) ? head : String(line.prefix(250))
    }
}

extension String {
    /// Everything but RFC 3986's unreserved characters encoded.
    fileprivate var percentEncoded: String {
        let hex = Array("0123456789ABCDEF".utf8)
        let bytes = utf8.flatMap { byte in
            (byte < 0x80 && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber))
                || "-._~".utf8.contains(byte) ? [byte] : [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
