import AirutModel
import AirutStore
import AirutTestSupport
import FoundationEssentials
import Logging
import Testing

@testable import AirutWorker

@Suite struct EventRecorderTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test func `every line is stored once and in order, and the session as soon as it is known`() async throws {
        try await withTemporaryDirectory { folder in
            let store = try Store(path: folder + "/airut.sqlite")
            let run = try await runningTask(in: store)
            let recorder = EventRecorder(store: store, run: run, messages: run.messages.map(\.id), logger: logger)
            // Larger than what may wait in memory, so that writing and waiting alternate.
            let filler = String(repeating: "x", count: 20_000)
            let lines = (0..<1000).map { #"{"type":"other","number":\#($0),"filler":"\#(filler)"}"# }
            let talk = [
                #"{"type":"system","subtype":"init","session_id":"s-7","model":"m"}"#,
                #"{"type":"assistant","message":{"content":[{"type":"text","text":"Hi"}]},"session_id":"s-7"}"#,
            ]
            try await recorder.during {
                for line in talk + lines { await recorder.record(Array(line.utf8)) }
            }
            let stored = try await store.events(of: run.task.id).map { String(decoding: $0.line, as: UTF8.self) }
            let isSame = stored == talk + lines
            #expect(isSame)
            #expect(try await store.conversation(run.conversation.id)?.sessionID == "s-7")
            #expect(try await store.messages(of: run.task.id).map(\.isHeard) == [true])
        }
    }

    @Test func `what was heard is recorded before the answer`() async throws {
        try await withTemporaryDirectory { folder in
            let store = try Store(path: folder + "/airut.sqlite")
            let run = try await runningTask(in: store)
            let isHeard = Locked<[Bool]>([])
            let recorder = EventRecorder(
                store: store, run: run, messages: run.messages.map(\.id), logger: logger,
                append: { _ in
                    let messages = try await store.messages(of: run.task.id)
                    isHeard.withLock { $0 = messages.map(\.isHeard) }
                })
            try await recorder.during {
                await recorder.record(
                    Array(#"{"type":"system","subtype":"init","session_id":"s-7","model":"m"}"#.utf8))
                await recorder.record(
                    Array(#"{"type":"assistant","message":{"content":[{"type":"text","text":"Hi"}]}}"#.utf8))
            }
            #expect(isHeard.withLock(\.self) == [true])
        }
    }

    /// Keeps the first write waiting for a while, for the second to overtake it if that can be.
    private actor SlowDisk {
        private(set) var writes = 0
        private var isOvertaken = false

        func write(_ body: @Sendable () async throws -> Void) async throws {
            writes += 1
            if writes == 1 {
                for _ in 0..<300 where !isOvertaken { await Task.yield() }
            }
            try await body()
            isOvertaken = true
        }
    }

    @Test func `no line overtakes one that is slow to be written`() async throws {
        try await withTemporaryDirectory { folder in
            let store = try Store(path: folder + "/airut.sqlite")
            let run = try await runningTask(in: store)
            let disk = SlowDisk()
            // The first line goes to the writer; of the others each is more than may wait.
            let recorder = EventRecorder(
                store: store, run: run, messages: [], logger: logger,
                append: { lines in try await disk.write { try await store.append(lines, to: run.task.id) } },
                mostWaitingBytes: 20)
            let lines = ["{}"] + (1..<20).map { #"{"type":"other","number":\#($0)}"# }
            try await recorder.during {
                for line in lines {
                    await recorder.record(Array(line.utf8))
                    while await disk.writes == 0 { await Task.yield() }
                }
            }
            #expect(try await store.events(of: run.task.id).map { String(decoding: $0.line, as: UTF8.self) } == lines)
        }
    }

    @Test func `a log is bounded, its result is not`() async throws {
        try await withTemporaryDirectory { folder in
            let store = try Store(path: folder + "/airut.sqlite")
            let run = try await runningTask(in: store)
            let recorder = EventRecorder(
                store: store, run: run, messages: [], logger: logger, mostWaitingBytes: 0, mostLoggedBytes: 5000)
            try await recorder.during {
                for _ in 0..<100 { await recorder.record([UInt8](repeating: 0x78, count: 100)) }
                await recorder.record(
                    Array(#"{"type":"result","subtype":"success","is_error":false,"result":"Done."}"#.utf8))
            }
            #expect(try await store.events(of: run.task.id).count == 50)
            #expect("\(recorder.result)".contains("Done."))
        }
    }

    private func runningTask(in store: Store) async throws -> Run {
        let repository = try #require(RepositoryID("web"))
        let sender = try #require(EmailAddress("a@b.example"))
        let (message, _) = try await store.accept(
            RawMail(
                repository: repository, uidValidity: 1, uid: 1, messageID: nil, sha256: [1], bytes: [1],
                receivedAt: Date()))
        let request = AcceptedRequest(sender: sender, subject: "s", acceptance: "Because.", document: Data())
        let task = try await store.enqueue(
            message, as: request, into: .new(NewConversation(subject: "s", model: "m")))
        return try #require(try await store.claim(task))
    }
}
