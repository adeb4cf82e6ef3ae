/// What a token may do in a repository.
public struct ForgeAccess: Sendable, Hashable {
    /// Whether whoever the token belongs to may push.
    public let canPush: Bool
    /// Of a classic token; `nil` for kinds of tokens that do not tell.
    public let scopes: [String]?

    public init(canPush: Bool, scopes: [String]?) {
        self.canPush = canPush
        self.scopes = scopes
    }
}

extension GitHubForge {
    private struct Repository: Decodable {
        struct Permissions: Decodable {
            let push: Bool?
        }

        let permissions: Permissions?
    }

    /// Asks what the token may do, which changes nothing.
    ///
    /// - Throws: ``ForgeError``.
    /// - SeeAlso: GitHub REST API, "Scopes for OAuth apps" (`X-OAuth-Scopes`).
    public func access() async throws -> ForgeAccess {
        let action = "look at \(repository)"
        let response = try checked(try await answer("GET", "", action: action), action: action)
        let scopes = response.headers["x-oauth-scopes"].map { list in
            list.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
        }
        let repository = try decode(Repository.self, response, action: action)
        return ForgeAccess(canPush: repository.permissions?.push == true, scopes: scopes)
    }
}
