import AirutConfig
import AirutModel

/// What the configuration says about a repository at present.
///
/// Whoever begins something looks once and goes on with what it saw to its end, so that no run has settings of two times.
final class LiveSettings: Sendable {
    struct Value: Sendable {
        let repository: RepositorySettings
        let server: ServerConfiguration

        var maximumAge: Duration { .seconds(86_400 * server.execution.conversationMaxAgeDays) }
    }

    private let value: Locked<Value>

    init(_ value: Value) { self.value = Locked(value) }

    var present: Value { value.withLock(\.self) }

    func replace(by value: Value) { self.value.withLock { $0 = value } }
}
