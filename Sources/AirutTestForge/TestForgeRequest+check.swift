import AirutModel
import FoundationEssentials

extension TestForgeRequest {
    /// What is wrong with the request before its path is looked at; `nil` when nothing is.
    func problem(_ token: Secret) -> TestForgeResponse? {
        if headers["user-agent"]?.isEmpty != false {
            return .refusal(
                403, "Request forbidden by administrative rules. Please make sure it has a User-Agent header")
        }
        if let version = headers["x-github-api-version"], version != "2022-11-28" {
            return .refusal(400, "The API version \(version) is not supported")
        }
        let accepted = headers["accept"] ?? ""
        guard accepted.contains("application/vnd.github") || accepted.contains("application/json") || accepted == "*/*"
        else {
            return .refusal(415, "Must accept 'application/json'")
        }
        guard let authorization = headers["authorization"] else {
            // Without a token a private repository does not exist.
            return method == "GET" ? .refusal(404, "Not Found") : .refusal(401, "Requires authentication")
        }
        let isKnown = ["Bearer ", "token "].contains { authorization == $0 + token.reveal() }
        return isKnown ? nil : .refusal(401, "Bad credentials")
    }

    func decode<Value: Decodable>(_ type: Value.Type) -> Value? { try? JSONDecoder().decode(type, from: Data(body)) }
}
