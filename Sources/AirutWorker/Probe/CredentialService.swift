import AirutConfig
import AirutCurl

/// Asks Anthropic's API whether it knows a credential, with a request that costs and changes nothing.
struct CredentialService {
    static let host = "api.anthropic.com"

    var address = "https://\(Self.host)"

    /// - Returns: `nil` for a credential of somebody else.
    func finding(_ credential: AgentCredential, _ value: String) async throws -> ProbeFinding? {
        guard credential.isForAnthropic else { return nil }
        let name = credential.rawValue
        do {
            let headers = [("anthropic-version", "2023-06-01")] + credential.headers(value)
            let request = HTTPRequest(
                url: address + "/v1/models?limit=1", headers: headers, timeout: .seconds(20), maximumBodyBytes: 1 << 20)
            switch try await HTTPClient().send(request).status {
            case 200..<300: return .ok("\(name) is accepted by \(Self.host)")
            case 401: return .error("\(name) is not accepted by \(Self.host): it is wrong, or was revoked")
            case let status: return .warning("\(name) could not be tried: \(Self.host) answers with status \(status)")
            }
        } catch let error as TransportError {
            return .warning("\(name) could not be tried: \(error)")
        }
    }
}
