import FoundationEssentials

/// What GitHub says when it refuses a request.
struct GitHubProblem {
    private let status: Int
    private let headers: [String: String]
    private let message: String
    private let details: [Detail]

    struct Detail: Decodable {
        let field: String?
        let code: String?
        let message: String?

        var sentence: String? { message ?? field.map { "\($0) is \(code ?? "invalid")" } }
    }

    private struct Body: Decodable {
        let message: String?
        let errors: [Detail]?

        enum Key: String, CodingKey { case message, errors }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            message = try? fields.decode(String.self, forKey: .message)
            // Some endpoints send texts instead of objects.
            let texts = try? fields.decode([String].self, forKey: .errors)
            errors =
                texts?.map { Detail(field: nil, code: nil, message: $0) }
                ?? (try? fields.decode([Detail].self, forKey: .errors))
        }
    }

    init(_ response: ForgeResponse) {
        let body = try? JSONDecoder().decode(Body.self, from: Data(response.body))
        status = response.status
        headers = response.headers
        message = body?.message ?? ""
        details = body?.errors ?? []
    }

    var kind: ForgeError.Kind {
        switch status {
        case 401: .unauthorized
        case 429: .rateLimited
        case 403: headers["retry-after"] != nil || headers["x-ratelimit-remaining"] == "0" ? .rateLimited : .forbidden
        case 404: .notFound
        case 500...: .unavailable
        default: .other
        }
    }

    /// Why a pull request was found invalid.
    var validationKind: ForgeError.Kind {
        if isAbout("no commits between") { return .noCommits }
        if details.contains(where: { $0.field == "head" }) { return .headMissing }
        return details.contains { $0.field == "base" } ? .baseMissing : .other
    }

    func isAbout(_ words: String) -> Bool {
        ([message] + details.compactMap(\.message)).contains { $0.lowercased().contains(words) }
    }

    /// For the operator: what GitHub said, and what to do about it where that is known.
    var sentence: String {
        let said = ([message] + details.compactMap(\.sentence)).filter { !$0.isEmpty }.joined(separator: "; ")
        let visible = String(
            said.unicodeScalars.filter { $0.properties.generalCategory != .control }.map(Character.init))
        let text = "GitHub answered \(status)" + (visible.isEmpty ? "" : " (\(visible.prefix(300)))")
        return advice.map { "\(text); \($0)" } ?? text
    }

    private var advice: String? {
        switch (status, kind) {
        case (301, _), (307, _), (308, _): "the repository was renamed or moved: correct repo_url"
        case (_, .unauthorized): "check publish.token"
        case (_, .forbidden): "the token needs write access to pull requests"
        case (_, .notFound): "the repository does not exist or the token may not see it"
        default: nil
        }
    }
}
