import AirutConfig
import AirutMail
import AirutModel
import AirutStore
import AirutTestSupport
import Crypto
import Foundation
import Logging
import Testing

@testable import AirutWorker

/// The same mail, delivered more than once, is one request.
@Suite struct DuplicateTests {
    private static let settings: RepositorySettings = {
        var settings = RepositorySettings()
        settings.id = RepositoryID("web")!
        settings.email.account.from = Mailbox(address: EmailAddress("airut@example.org")!)
        settings.email.auth.trustedAuthservID = "mx.example.org"
        settings.email.auth.authorizedSenders = ["ada", "bob"].map { SenderPattern("\($0)@example.org")! }
        return settings
    }()

    private func intake(_ store: Store) -> Intake {
        Intake(
            repository: Self.settings, store: store, reader: ReaderChild(tools: ToolFolder(path: BuiltProgram.folder)),
            rules: IntakeRules(Self.settings), writer: MailWriter(repository: Self.settings, clock: .system),
            running: RunningTasks(), queued: Wakeup(), composed: Wakeup(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func mail(_ uid: UInt32, by server: String, from sender: String = "ada", id: String = "a") -> RawMail {
        let text = """
            Received: by \(server)\r
            Authentication-Results: mx.example.org; dmarc=pass header.from=example.org\r
            From: \(sender)@example.org\r
            To: airut@example.org\r
            Subject: Fix it\r
            Message-ID: <\(id)@example.org>\r
            \r
            Please.\r

            """
        let bytes = Array(text.utf8)
        return RawMail(
            repository: Self.settings.id, uidValidity: 1, uid: uid, messageID: RawHeader.messageID(in: bytes),
            sha256: Array(SHA256.hash(data: bytes)), bytes: bytes, receivedAt: Date())
    }

    @Test func `a mail that came over another way is refused, another sender's with the same identifier is not`()
        async throws
    {
        try await withInboxStore { store in
            let intake = intake(store)
            let first = try await store.accept(mail(1, by: "one")).id
            _ = try await intake.pass()
            #expect(try await store.message(first)?.state == .queued)
            let again = try await store.accept(mail(2, by: "two"))
            #expect(again.isNew)
            let bobs = try await store.accept(mail(3, by: "two", from: "bob")).id
            let other = try await store.accept(mail(4, by: "two", id: "b")).id
            _ = try await intake.pass()
            let refused = try await store.message(again.id)
            #expect(refused?.state == .refused)
            #expect(refused?.reason?.contains("arrived before, as message \(first)") == true)
            #expect(try await store.message(bobs)?.state == .queued)
            #expect(try await store.message(other)?.state == .queued)
            #expect(try await store.queuedTasks(Self.settings.id).count == 3)
        }
    }
}
