import AirutModel
import FoundationEssentials
import Testing

@testable import AirutMail
@testable import AirutStore
@testable import AirutWorker

@Suite struct DeliveryDecisionTests {
    private let alice = EmailAddress("alice@example.org")!
    private let bob = EmailAddress("bob@example.org")!
    private let carol = EmailAddress("carol@example.org")!

    private func mail(
        open: [EmailAddress], refused: [EmailAddress] = [], attempts: Int = 0, waited: Duration = .zero,
        light: [UInt8]? = nil
    ) -> OutgoingRecord {
        OutgoingRecord(
            id: 1,
            mail: NewOutgoing(
                messageID: MessageID("a@b")!, kind: .reply, recipients: [alice, bob, carol], raw: [1], light: light),
            repository: RepositoryID("web")!, conversation: nil, task: nil, state: .pending, openRecipients: open,
            refusals: refused.map { RecipientRefusal(recipient: $0, reason: "550 never") }, attempts: attempts,
            waited: waited, createdAt: Date(timeIntervalSince1970: 0), nextAttemptAt: nil, sentAt: nil, lastError: nil)
    }

    private func receipt(_ refused: (EmailAddress, Int)...) -> SMTPReceipt {
        SMTPReceipt(
            answer: "250 ok",
            refused: refused.map {
                RefusedRecipient(address: $0, reason: "\($1) no", replyCode: $1, retryMayHelp: $1 < 500)
            })
    }

    private func error(
        _ kind: MailServerError.Kind, code: Int? = nil, concernsMessage: Bool = false
    ) -> MailServerError {
        MailServerError(
            kind: kind, server: "s:25", action: "submit", reason: "no", retryMayHelp: true, replyCode: code,
            concernsMessage: concernsMessage)
    }

    private func progress(_ decision: DeliveryDecision) throws -> DeliveryProgress {
        guard case .record(let progress) = decision else { throw WorkerError(action: "decide", reason: "no progress") }
        return progress
    }

    @Test func `a recipient who is refused for now is tried again alone`() throws {
        let decided = try progress(.after(receipt((bob, 451), (carol, 550)), for: mail(open: [alice, bob, carol])))
        #expect(decided.state == .pending && decided.openRecipients == [bob, carol])
        #expect(decided.refusals == [RecipientRefusal(recipient: carol, reason: "550 no")])
        #expect(decided.delay != nil)
        let next = mail(open: decided.openRecipients, refused: [carol], attempts: 1)
        #expect(next.recipientsToTry == [bob])
        let end = try progress(.after(receipt(), for: next))
        #expect(end.state == .undeliverable && end.openRecipients == [carol] && end.delay == nil)
        #expect(end.error == "550 never")
    }

    @Test func `a mail that everybody got is sent`() {
        #expect(DeliveryDecision.after(receipt(), for: mail(open: [alice, bob])) == .record(.sent))
    }

    @Test func `the server's last word on one of several is kept, the others have their mail`() throws {
        let decided = try progress(.after(receipt((bob, 550)), for: mail(open: [alice, bob])))
        #expect(decided.state == .undeliverable && decided.openRecipients == [bob] && decided.delay == nil)
    }

    @Test func `waits grow from two minutes to two hours`() throws {
        for (attempts, longest) in [(0, 120), (1, 240), (5, 3840), (6, 7200), (500, 7200)] {
            let decided = try progress(.after(error(.unreachable), for: mail(open: [alice], attempts: attempts)))
            let delay = try #require(decided.delay)
            #expect(decided.state == .pending && delay <= .seconds(longest) && delay >= .seconds(longest) / 2)
        }
    }

    @Test func `after five days of waiting a mail is shown, and asked on for only where the server is to blame`() throws
    {
        let old = mail(open: [alice], attempts: 90, waited: .seconds(5 * 86_400))
        let outage = try progress(.after(error(.unreachable), for: old))
        #expect(outage.state == .undeliverable && outage.delay != nil)
        let login = try progress(.after(error(.unauthorized, code: 535), for: old))
        #expect(login.state == .undeliverable && login.delay != nil)
        let deferred = try progress(.after(error(.refused, code: 451, concernsMessage: true), for: old))
        #expect(deferred.state == .undeliverable && deferred.delay == nil)
        let broken = try progress(.after(error(.unreachable, concernsMessage: true), for: old))
        #expect(broken.state == .undeliverable && broken.delay == nil)
        let partly = try progress(.after(receipt((alice, 450)), for: old))
        #expect(partly.state == .undeliverable && partly.delay == nil)
    }

    @Test func `only a final word on the mail ends its delivery at once`() throws {
        let fresh = mail(open: [alice])
        #expect(try progress(.after(error(.refused, code: 550, concernsMessage: true), for: fresh)).delay == nil)
        #expect(try progress(.after(error(.tooLarge, code: 552), for: fresh)).state == .undeliverable)
        #expect(try progress(.after(error(.unusable, code: 554), for: fresh)).state == .pending)
        #expect(try progress(.after(error(.untrusted), for: fresh)).state == .pending)
        #expect(DeliveryDecision.after(error(.tooLarge), for: mail(open: [alice], light: [1])) == .lighten)
    }
}
