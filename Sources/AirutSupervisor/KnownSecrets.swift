public import AirutModel
import AirutPolicy

/// Every secret that a server has had since its start. What an earlier configuration had may still be on its way into the
/// log.
public final class KnownSecrets: Sendable {
    private struct State {
        var secrets: Set<Secret>
        var redactor: SecretRedactor
    }

    private let state: Locked<State>

    public init(_ secrets: some Sequence<Secret> = []) {
        let secrets = Set(secrets)
        state = Locked(State(secrets: secrets, redactor: SecretRedactor(secrets)))
    }

    func add(_ secrets: [Secret]) {
        state.withLock { state in
            guard !state.secrets.isSuperset(of: secrets) else { return }
            state.secrets.formUnion(secrets)
            state.redactor = SecretRedactor(state.secrets)
        }
    }

    func redact(_ text: String) -> String { state.withLock(\.redactor).redact(text) }
}
