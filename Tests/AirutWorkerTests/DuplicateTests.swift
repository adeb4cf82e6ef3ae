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

    private func mail(
        _ uid: UInt32, by server: String, from sender: String = "ada", to detail: String = "", id: String = "a",
        verdict: String = "pass", subject: String = "Fix it", text body: String = "Please.", isTruncated: Bool = false
    ) -> RawMail {
        let text = """
            Received: by \(server)\r
            Authentication-Results: mx.example.org; dmarc=\(verdict) header.from=example.org\r
            From: \(sender)@Example.org\r
            To: airut\(detail)@example.org\r
            Subject: \(subject)\r
            Message-ID: <\(id)@example.org>\r
            \r
            \(body)\r

            """
        let bytes = Array(text.utf8)
        return RawMail(
            repository: Self.settings.id, uidValidity: 1, uid: uid, messageID: RawHeader.messageID(in: bytes),
            sha256: Array(SHA256.hash(data: bytes)), bytes: bytes, isTruncated: isTruncated, receivedAt: Date())
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

    @Test(arguments: ["unknown model", "empty", "too large"])
    func `a mail that nothing comes of is answered once, over however many ways it came`(why: String) async throws {
        let copy = { (uid: UInt32, server: String) in
            switch why {
            case "empty": mail(uid, by: server, subject: "", text: "")
            case "too large": mail(uid, by: server, isTruncated: true)
            default: mail(uid, by: server, to: "+none")
            }
        }
        try await withInboxStore { store in
            let intake = intake(store)
            let first = try await store.accept(copy(1, "one")).id
            _ = try await intake.pass()
            let others = try await store.accept([copy(2, "two"), copy(3, "three")]).map(\.id)
            _ = try await intake.pass()
            for other in others {
                let refused = try await store.message(other)
                #expect(refused?.state == .refused)
                #expect(refused?.reason?.contains("arrived before, as message \(first)") == true)
            }
            #expect(try await store.outgoing(Self.settings.id, state: .pending).count == 1)
        }
    }

    @Test func `neither a forged copy nor one to a model that is not offered hides the mail itself`() async throws {
        try await withInboxStore { store in
            let intake = intake(store)
            _ = try await store.accept(mail(1, by: "one", verdict: "fail"))
            _ = try await store.accept(mail(2, by: "two", to: "+none"))
            _ = try await intake.pass()
            #expect(try await store.outgoing(Self.settings.id, state: .pending).map(\.mail.kind) == [.refusal])
            let itself = try await store.accept(mail(3, by: "three")).id
            let late = try await store.accept(mail(4, by: "four", isTruncated: true)).id
            _ = try await intake.pass()
            #expect(try await store.message(itself)?.state == .queued)
            let copy = try await store.message(late)
            #expect(copy?.reason?.contains("arrived before, as message \(itself)") == true)
            let mails = try await store.outgoing(Self.settings.id, state: .pending)
            #expect(mails.filter { $0.mail.kind == .refusal }.count == 1)
        }
    }
}
