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
            let recorder = EventRecorder(store: store, run: run, logger: logger)
            // Larger than what may wait in memory, so that writing and waiting alternate.
            let filler = String(repeating: "x", count: 20_000)
            let lines = (0..<1000).map { #"{"type":"other","number":\#($0),"filler":"\#(filler)"}"# }
            let talk = [
                #"{"type":"system","subtype":"init","session_id":"s-7","model":"m"}"#,
                #"{"type":"assistant","message":{"content":[{"type":"text","text":"Hi"}]},"session_id":"s-7"}"#,
            ]
            async let written: Void = recorder.writeBatches()
            for line in talk + lines { await recorder.record(Array(line.utf8)) }
            recorder.finish()
            await written
            await recorder.flush()
            let stored = try await store.events(of: run.task.id).map { String(decoding: $0.line, as: UTF8.self) }
            let isSame = stored == talk + lines
            #expect(isSame)
            #expect(try await store.conversation(run.conversation.id)?.sessionID == "s-7")
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
