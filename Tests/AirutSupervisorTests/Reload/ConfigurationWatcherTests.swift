import AirutConfig
import AirutModel
import AirutTestSupport
import Foundation
import Logging
import Testing

@testable import AirutSupervisor

@Suite struct ConfigurationWatcherTests {
    /// What was in the file each time a change was called for.
    private final class Readings: Sendable {
        private let texts = Locked<[String]>([])
        var all: [String] { texts.withLock(\.self) }

        func read(_ path: String) {
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? "none"
            texts.withLock { $0.append(text) }
        }
    }

    private func withWatcher(
        _ prepare: (String) throws -> Void = { _ in }, _ body: (_ path: String, Readings) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { folder in
            let path = folder + "/airut.yaml"
            try write("first", path)
            let readings = Readings()
            let file = ConfigurationFile(path: path, environment: [:])
            try prepare(path)
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let watcher = ConfigurationWatcher(file: file, logger: logger) { readings.read(path) }
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { await watcher.run() }
                defer { group.cancelAll() }
                try await body(path, readings)
            }
        }
    }

    private func write(_ text: String, _ path: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }

    @Test func `what changed before the watch was there is not missed`() async throws {
        let body = { (_: String, readings: Readings) async throws in
            let isSeen = try await eventually { readings.all == ["changed at once"] }
            #expect(isSeen)
        }
        try await withWatcher({ try write("changed at once", $0) }, body)
    }

    @Test func `a thousand writes are few changes, and the last one is seen`() async throws {
        try await withWatcher { path, readings in
            try write("begin", path)
            #expect(try await eventually { readings.all.last == "begin" })
            for number in 1...1000 { try write("write \(number)", path) }
            #expect(try await eventually { readings.all.last == "write 1000" })
            #expect(readings.all.count <= 10, "\(readings.all.count)")
        }
    }
}
