import AirutModel
import AirutPolicy
import Logging
import Testing

@testable import AirutSupervisor

@Suite struct RedactingLogHandlerTests {
    /// What would be written.
    private final class Lines: Sendable {
        private let lines = Locked<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private struct Collector: LogHandler {
        let lines: Lines
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        init(lines: Lines) { self.lines = lines }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.add("\(event.message) \(metadata) \(event.metadata ?? [:])")
        }
    }

    @Test func `secrets are blanked in messages, metadata, lists and values that are no strings`() {
        struct Failure: CustomStringConvertible { let description = "failed with hunter2-hunter2" }
        let lines = Lines()
        var logger = Logger(label: "test") { _ in
            RedactingLogHandler(Collector(lines: lines), secrets: KnownSecrets([Secret("hunter2-hunter2")]))
        }
        logger[metadataKey: "own"] = "hunter2-hunter2"
        logger.error(
            "it was hunter2-hunter2",
            metadata: [
                "list": ["hunter2-hunter2"], "value": .stringConvertible(Failure()), "map": ["k": "hunter2-hunter2"],
            ])
        let line = lines.all.joined()
        #expect(!line.contains("hunter2") && line.contains("•••"))
    }

    @Test func `secrets of a later configuration are blanked, and those of the one before still are`() {
        let lines = Lines()
        let secrets = KnownSecrets([Secret("hunter2-hunter2")])
        let logger = Logger(label: "test") { _ in RedactingLogHandler(Collector(lines: lines), secrets: secrets) }
        secrets.add([Secret("correct-horse")])
        logger.error("hunter2-hunter2 became correct-horse")
        let line = lines.all.joined()
        #expect(!line.contains("hunter2") && !line.contains("correct-horse"))
    }

    @Test func `what could command a terminal is shown instead`() {
        let lines = Lines()
        let logger = Logger(label: "test") { _ in
            RedactingLogHandler(Collector(lines: lines), secrets: KnownSecrets())
        }
        logger.error("a\u{1B}[31m b", metadata: ["sender": "\u{9B}31m\u{202E}x\r\ny"])
        let line = lines.all.joined()
        #expect(
            line.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0.value != 0x202E
            })
        #expect(line.contains("a\\u{1b}[31m b"))
    }
}
