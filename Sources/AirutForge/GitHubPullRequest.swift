/// The fields of GitHub's pull requests that we read and write, named as GitHub does.
struct GitHubPullRequest: Decodable {
    struct Branch: Decodable {
        let ref: String
        /// `null` when the repository behind it was deleted.
        let repo: Repository?
    }

    struct Repository: Decodable {
        // swift-format-ignore: AlwaysUseLowerCamelCase
        let full_name: String
    }

    struct Create: Encodable {
        let title: String
        let head: String
        let base: String
        let body: String
        let draft: Bool
    }

    struct Change: Encodable {
        /// `nil` leaves it as it is, like ``base``.
        let body: String?
        let base: String?
    }

    let number: Int
    // swift-format-ignore: AlwaysUseLowerCamelCase
    let html_url: String
    let body: String?
    let head: Branch
    let base: Branch
}
