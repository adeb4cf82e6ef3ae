import AirutConfig
import AirutModel
import AirutPolicy

/// Whether the agent has something to log in with, and whether that is accepted.
struct CredentialProbe {
    let repository: RepositorySettings
    var service = CredentialService()

    private enum Place {
        case masked(MaskedSecret)
        case plain
    }

    func run() async throws -> [ProbeFinding] {
        for credential in AgentCredential.allCases {
            let name = credential.rawValue
            if let masked = repository.maskedSecrets[name] {
                return try await findings(credential, masked.value.reveal(), .masked(masked))
            }
            if let plain = repository.secrets[name] {
                return try await findings(credential, plain.reveal(), .plain)
            }
        }
        let names = AgentCredential.allCases.map(\.rawValue).joined(separator: ", ")
        return [.warning("none of \(names) is in masked_secrets or secrets")]
    }

    private func findings(
        _ credential: AgentCredential, _ value: String, _ place: Place
    ) async throws -> [ProbeFinding] {
        guard value != UnsetSecret.text else {
            return [.error("\(credential.rawValue) still has the value that the template was written with")]
        }
        return try await [finding(credential, place), service.finding(credential, value)].compactMap(\.self)
    }

    private func finding(_ credential: AgentCredential, _ place: Place) -> ProbeFinding {
        let name = credential.rawValue
        guard case .masked(let secret) = place else {
            return .warning("\(name) is in secrets, where the agent can read it: move it to masked_secrets")
        }
        guard credential.isForAnthropic else { return .ok("\(name) is in masked_secrets") }
        let host = CredentialService.host
        guard secret.scopes.contains(where: { Glob($0.lowercased()).matches(host) }) else {
            return .error("\(name) never reaches Claude: add \(host) to its scopes")
        }
        let field = credential.headerName
        guard secret.headers.contains(where: { Glob($0.lowercased()).matches(field) }) else {
            return .error("\(name) never reaches Claude: add \(field) to its headers")
        }
        return .ok("\(name) is in masked_secrets")
    }
}
