public import AirutModel
import FoundationEssentials

/// GitHub's pull request endpoints for one repository, in memory, as strict with requests as GitHub is.
///
/// Branches are those of a real remote: `commit` tells where one stands.
public actor TestForge {
    /// What goes wrong until it is taken away.
    public enum Fault: Sendable, Hashable {
        /// Every request is answered with 503.
        case unavailable
        /// Every request is answered with 403 and `Retry-After`.
        case rateLimited
        /// The repository's plan has no draft pull requests.
        case noDrafts
        /// The next listing misses what is there, as if it were opened a moment later.
        case lateListing
    }

    public nonisolated let repository: String
    let token: Secret
    private let commit: @Sendable (_ branch: String) async -> String?
    /// All that were ever opened, by number.
    public private(set) var pullRequests: [TestPullRequest] = []
    public private(set) var requests: [TestForgeRequest] = []
    private var fault: Fault?

    /// - Parameters:
    ///   - repository: `owner/name`.
    ///   - commit: the commit of a branch of the remote; `nil` when there is no such branch.
    public init(repository: String, token: Secret, commit: @escaping @Sendable (_ branch: String) async -> String?) {
        self.repository = repository
        self.token = token
        self.commit = commit
    }

    /// Of the token; `repo` is what pushing takes.
    public var scopes = ["repo"]

    public func setScopes(_ scopes: [String]) { self.scopes = scopes }

    public func set(_ fault: Fault?) { self.fault = fault }

    /// Closes a pull request, as a person would.
    public func close(_ number: Int) { change(number) { $0.isOpen = false } }

    /// Changes a description, as a person would.
    public func edit(_ number: Int, body: String) { change(number) { $0.body = body } }

    func respond(to request: TestForgeRequest) async -> TestForgeResponse {
        requests.append(request)
        if let refusal = refuse(request) { return refusal }
        let prefix = "/repos/\(repository)/pulls"
        let path = request.path
        if request.method == "GET", path.lowercased() == "/repos/\(repository)".lowercased() { return access() }
        guard path.lowercased().hasPrefix(prefix.lowercased()) else { return .refusal(404, "Not Found") }
        let rest = path.dropFirst(prefix.count)
        switch (request.method, rest) {
        case ("GET", ""): return list(request.query)
        case ("POST", ""): return await create(request)
        case ("GET", _): return number(rest).map { .json(200, view($0)) } ?? .refusal(404, "Not Found")
        case ("PATCH", _): return await update(number(rest), request)
        default: return .refusal(404, "Not Found")
        }
    }

    /// The repository as GitHub shows it to a classic token.
    private func access() -> TestForgeResponse {
        var response = TestForgeResponse.json(200, ["permissions": ["pull": true, "push": scopes.contains("repo")]])
        response.headers["x-oauth-scopes"] = scopes.joined(separator: ", ")
        return response
    }

    private func number(_ path: Substring) -> TestPullRequest? {
        guard path.first == "/", let number = Int(path.dropFirst()) else { return nil }
        return pullRequests.first { $0.number == number }
    }

    private func change(_ number: Int, _ body: (inout TestPullRequest) -> Void) {
        guard let index = pullRequests.firstIndex(where: { $0.number == number }) else { return }
        body(&pullRequests[index])
    }

    /// What GitHub checks before it looks at the path.
    private func refuse(_ request: TestForgeRequest) -> TestForgeResponse? {
        switch fault {
        case .unavailable: return .refusal(503, "Service unavailable")
        case .rateLimited:
            var answer = TestForgeResponse.refusal(403, "You have exceeded a secondary rate limit.")
            answer.headers["retry-after"] = "60"
            return answer
        case .noDrafts, .lateListing, nil: return request.problem(token)
        }
    }

    private func list(_ query: [String: String]) -> TestForgeResponse {
        if fault == .lateListing {
            fault = nil
            return .json(200, [TestForgeView]())
        }
        let owner = repository.prefix { $0 != "/" }
        // A `head` without its owner is no filter.
        let head = query["head"].flatMap { $0.contains(":") ? $0 : nil }
        let state = query["state"] ?? "open"
        let found = pullRequests.filter { pull in
            (state == "all" || pull.isOpen == (state == "open")) && (head == nil || head == "\(owner):\(pull.head)")
                && (query["base"] == nil || query["base"] == pull.base)
        }
        return .json(200, found.reversed().map(view))
    }

    private func create(_ request: TestForgeRequest) async -> TestForgeResponse {
        guard let new = request.decode(TestForgeChange.self) else { return .refusal(400, "Problems parsing JSON") }
        for (field, value) in [("title", new.title), ("head", new.head), ("base", new.base)]
        where value?.isEmpty != false {
            return .invalid(TestForgeProblem(code: "missing_field", field: field))
        }
        let head = new.head ?? ""
        let base = new.base ?? ""
        if let problem = new.tooLong { return .invalid(problem) }
        guard let commit = await commit(head) else { return .invalid(TestForgeProblem(code: "invalid", field: "head")) }
        guard let baseCommit = await self.commit(base) else {
            return .invalid(TestForgeProblem(code: "invalid", field: "base"))
        }
        if new.draft == true, fault == .noDrafts {
            return .refusal(422, "Draft pull requests are not supported in this repository.")
        }
        if commit == baseCommit {
            return .invalid(TestForgeProblem(code: "custom", message: "No commits between \(base) and \(head)"))
        }
        let owner = repository.prefix { $0 != "/" }
        if pullRequests.contains(where: { $0.isOpen && $0.head == head && $0.base == base }) {
            let message = "A pull request already exists for \(owner):\(head)."
            return .invalid(TestForgeProblem(code: "custom", message: message))
        }
        return .json(201, view(add(new, head, base, commit)))
    }

    private func add(_ new: TestForgeChange, _ head: String, _ base: String, _ commit: String) -> TestPullRequest {
        let number = pullRequests.count + 1
        let pull = TestPullRequest(
            number: number, title: new.title ?? "", body: new.body ?? "", head: head, base: base,
            isDraft: new.draft == true, commit: commit, url: "https://github.example/\(repository)/pull/\(number)")
        pullRequests.append(pull)
        return pull
    }

    private func update(_ pull: TestPullRequest?, _ request: TestForgeRequest) async -> TestForgeResponse {
        guard let pull else { return .refusal(404, "Not Found") }
        guard let wanted = request.decode(TestForgeChange.self) else { return .refusal(400, "Problems parsing JSON") }
        if let problem = wanted.tooLong { return .invalid(problem) }
        if let base = wanted.base, await commit(base) == nil {
            return .invalid(TestForgeProblem(code: "invalid", field: "base"))
        }
        change(pull.number) {
            $0.title = wanted.title ?? $0.title
            $0.body = wanted.body ?? $0.body
            $0.base = wanted.base ?? $0.base
            $0.isOpen = wanted.state.map { $0 == "open" } ?? $0.isOpen
        }
        return .json(200, view(pullRequests[pull.number - 1]))
    }

    private func view(_ pull: TestPullRequest) -> TestForgeView { TestForgeView(pull, repository) }
}
