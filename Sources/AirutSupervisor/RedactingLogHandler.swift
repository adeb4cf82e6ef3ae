public import Logging

/// Passes log lines on with every configured secret blanked, whether it came in the message or in metadata, and with
/// everything that could command a terminal made visible: strangers' addresses and subjects stand in log lines.
public struct RedactingLogHandler: LogHandler {
    private var target: any LogHandler
    private let secrets: KnownSecrets

    public init(_ target: any LogHandler, secrets: KnownSecrets) {
        self.target = target
        self.secrets = secrets
    }

    public var logLevel: Logger.Level {
        get { target.logLevel }
        set { target.logLevel = newValue }
    }

    public var metadata: Logger.Metadata {
        get { target.metadata }
        set { target.metadata = newValue.mapValues(redact) }
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { target[metadataKey: key] }
        set { target[metadataKey: key] = newValue.map(redact) }
    }

    public func log(event: LogEvent) {
        var event = event
        event.message = "\(clean(event.message.description))"
        event.metadata = event.metadata?.mapValues(redact)
        target.log(event: event)
    }

    private func clean(_ text: String) -> String { VisibleText.escaping(secrets.redact(text)) }

    private func redact(_ value: Logger.Metadata.Value) -> Logger.Metadata.Value {
        switch value {
        case .string(let text): .string(clean(text))
        case .stringConvertible(let other): .string(clean(other.description))
        case .array(let values): .array(values.map(redact))
        case .dictionary(let values): .dictionary(values.mapValues(redact))
        }
    }
}
