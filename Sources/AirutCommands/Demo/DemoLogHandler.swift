import Logging

/// Writes the server's log lines to the demonstration's file.
struct DemoLogHandler: LogHandler {
    let file: DemoLog
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]

    init(file: DemoLog) { self.file = file }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, own in own }
        let details = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        file.write("\(event.level): \(event.message)\(details)\n")
    }
}
