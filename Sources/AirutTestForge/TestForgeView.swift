// swift-format-ignore-file: AlwaysUseLowerCamelCase

/// A pull request as GitHub shows it, as far as clients look.
struct TestForgeView: Encodable, Sendable {
    struct Branch: Encodable {
        struct Repository: Encodable {
            let full_name: String
        }

        let label: String
        let ref: String
        let sha: String?
        let repo: Repository
    }

    let number: Int
    let html_url: String
    let state: String
    let title: String
    let body: String
    let draft: Bool
    let head: Branch
    let base: Branch

    init(_ pull: TestPullRequest, _ repository: String) {
        let owner = repository.prefix { $0 != "/" }
        number = pull.number
        html_url = pull.url
        state = pull.isOpen ? "open" : "closed"
        title = pull.title
        body = pull.body
        draft = pull.isDraft
        head = Branch(
            label: "\(owner):\(pull.head)", ref: pull.head, sha: pull.commit, repo: .init(full_name: repository))
        base = Branch(label: "\(owner):\(pull.base)", ref: pull.base, sha: nil, repo: .init(full_name: repository))
    }
}

/// The fields of a request that opens or changes one.
struct TestForgeChange: Decodable {
    let title: String?
    let body: String?
    let head: String?
    let base: String?
    let draft: Bool?
    let state: String?

    /// What exceeds GitHub's limits.
    var tooLong: TestForgeProblem? {
        let limits = [("title", title, 256), ("body", body, 65_536)]
        return limits.first { ($0.1 ?? "").count > $0.2 }.map { field, _, limit in
            TestForgeProblem(
                code: "custom", field: field, message: "\(field) is too long (maximum is \(limit) characters)")
        }
    }
}
