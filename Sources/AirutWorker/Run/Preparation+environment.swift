import AirutAgent
import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy
import AirutStore
import FoundationEssentials

/// A container's variables, and the stand-ins among their values.
struct AgentEnvironment: Sendable {
    /// Values may be secret.
    var variables: [String: Secret]
    /// By the name in `masked_secrets`: one for each secret that the container holds, however many variables have it.
    var surrogates: [String: Secret] = [:]
}

extension Preparation {
    /// The container's variables: what `container_env` names, with the server's secrets or their surrogates filled in.
    func environment(_ configuration: RepositoryConfiguration) throws -> AgentEnvironment {
        var environment = AgentEnvironment(variables: AgentInvocation.defaults.mapValues { Secret($0) })
        for variable in configuration.containerEnvironment {
            switch variable.value {
            case .plain(let text): environment.variables[variable.name] = Secret(text)
            case .secret(let name, let isOptional):
                let value = secret(named: name, &environment.surrogates)
                guard value != nil || isOptional else {
                    throw StageFailure.answer(
                        .repositorySetup(
                            "its `.airut/airut.yaml` needs a secret named `\(name)`, which this server does not offer it."
                        ),
                        detail: "container_env.\(variable.name): no secret \(name)")
                }
                // An empty value would only hide that something is missing.
                if let value, !value.isEmpty { environment.variables[variable.name] = value }
            }
        }
        environment.variables.merge(AgentInvocation.environment.mapValues { Secret($0) }) { _, required in required }
        return environment
    }

    /// Whether a secret is masked is decided by the server's file; the repository cannot tell.
    private func secret(named name: String, _ surrogates: inout [String: Secret]) -> Secret? {
        guard let masked = repository.maskedSecrets[name] else { return repository.secrets[name] }
        if masked.value.isEmpty { return masked.value }
        let surrogate = surrogates[name] ?? Surrogate.random(for: masked.value)
        surrogates[name] = surrogate
        return surrogate
    }
}
