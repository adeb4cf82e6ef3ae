import AirutMail
import AirutModel
import AirutPolicy
import Testing

@Suite struct AuthenticatorTests {
    private let authenticator = Authenticator(
        authservID: "mx.example.org",
        authorizedSenders: [SenderPattern("alice@corp.com")!, SenderPattern("*@friends.example")!],
        ownAddress: EmailAddress("airut@example.org")!)

    private static let pass = "mx.example.org; dmarc=pass header.from=corp.com"

    private func document(
        from: [String] = ["alice@corp.com"], verdict: String? = pass, _ more: [(String, String)] = []
    ) -> MessageDocument {
        var fields: [MessageDocument.Field] = []
        if let verdict { fields.append(.init(name: "Authentication-Results", value: verdict)) }
        fields.append(.init(name: "From", value: from.joined(separator: ", ")))
        fields += more.map { .init(name: $0.0, value: $0.1) }
        return MessageDocument(fields: fields, from: from.map { .init(name: nil, address: $0) })
    }

    private func refusal(_ document: MessageDocument) -> Refusal.Reason? {
        if case .refused(let refusal) = authenticator.verdict(on: document) { refusal.reason } else { nil }
    }

    @Test func `a proven and authorized sender is accepted with an explanation`() throws {
        guard case .accepted(let mail) = authenticator.verdict(on: document(from: ["Alice@Corp.COM"])) else {
            Issue.record("refused")
            return
        }
        #expect(mail.sender == EmailAddress("alice@corp.com"))
        #expect(mail.acceptance.contains("alice@corp.com"))
        #expect(mail.acceptance.contains("mx.example.org"))
    }

    @Test(arguments: [
        "mx.example.org; dmarc=pass header.from=corp.com", "MX.Example.ORG 1 ; DMARC=PASS header.from=CORP.com",
        "mx.example.org; dmarc = pass (p=none) header.from=corp.com",
        "mx.example.org; dmarc/1=pass header.from=corp.com",
        "mx.example.org; spf=fail smtp.mailfrom=x; dkim=fail; dmarc=pass header.from=\"corp.com\"",
        "mx.example.org; dmarc=pass policy.d=none header.from=alice@corp.com;",
    ])
    func `every legal way to say pass counts`(field: String) { #expect(refusal(document(verdict: field)) == nil) }

    @Test(arguments: [
        ("mx.example.org; dmarc=fail header.from=corp.com", Refusal.Reason.failedVerdict),
        ("mx.example.org; dmarc=none header.from=corp.com", .failedVerdict),
        ("mx.example.org; dmarc=bestguesspass header.from=corp.com", .failedVerdict),
        ("mx.example.org; dmarc=passed header.from=corp.com", .failedVerdict),
        ("mx.example.org; spf=pass smtp.mailfrom=corp.com; dkim=pass header.d=corp.com", .failedVerdict),
        ("mx.example.org; none", .failedVerdict),
        ("mx.example.org; dmarc/2=pass header.from=corp.com", .failedVerdict),
        ("mx.example.org; dmarc=fail (dmarc=pass header.from=corp.com) header.from=corp.com", .failedVerdict),
        (
            "mx.example.org; spf=pass smtp.mailfrom=\"a dmarc=pass b\"@evil.com; dmarc=fail header.from=corp.com",
            .failedVerdict
        ),
        ("mx.example.org; dmarc=pass header.from=evil.com", .otherDomain),
        ("mx.example.org; dmarc=pass header.from=corp.com.evil.com", .otherDomain),
        ("mx.example.org; dmarc=pass header.from=sub.corp.com", .otherDomain),
        ("mx.example.org; dmarc=pass header.from=bob@corp.com", .otherDomain),
        ("mx.example.org; dmarc=pass header.from=evil.com header.from=corp.com", .otherDomain),
        ("mx.example.org; dmarc=pass header.from=\"alice@corp.com\"@evil.com", .otherDomain),
        ("mx.example.org; dmarc=pass (header.from=corp.com)", .otherDomain),
        ("mx.example.org; dmarc=pass smtp.from=corp.com", .otherDomain),
        ("mx.example.org; dmarc=pass header.from=corp.com; dmarc=fail header.from=corp.com", .unreadableVerdict),
        ("mx.example.org; dmarc=pass header.from=corp.com (", .unreadableVerdict),
        ("mx.example.org 2; dmarc=pass header.from=corp.com", .unreadableVerdict),
        ("mx.example.org.evil.com; dmarc=pass header.from=corp.com", .foreignVerdict),
        ("evil.com (mx.example.org); dmarc=pass header.from=corp.com", .foreignVerdict),
        ("dmarc=pass header.from=corp.com", .unreadableVerdict), ("", .unreadableVerdict),
    ])
    func `every other field refuses`(field: String, reason: Refusal.Reason) {
        #expect(refusal(document(verdict: field)) == reason)
    }

    @Test func `a forged field below our server's own is never looked at`() {
        let forged = ("Authentication-Results", Self.pass)
        #expect(
            refusal(document(verdict: "mx.example.org; dmarc=fail header.from=corp.com", [forged])) == .failedVerdict)
        #expect(refusal(document(verdict: "other.example; dmarc=fail", [forged])) == .foreignVerdict)
        #expect(refusal(document(verdict: "broken", [forged])) == .unreadableVerdict)
        #expect(refusal(document(verdict: nil)) == .noVerdict)
    }

    @Test func `there must be exactly one sender`() {
        #expect(refusal(document(from: [])) == .unclearSender)
        #expect(refusal(document(from: ["alice@corp.com", "eve@evil.com"])) == .unclearSender)
        #expect(refusal(document(from: ["alice@corp.com@evil.com"])) == .unclearSender)
        #expect(refusal(document(from: ["älice@corp.com"])) == .unclearSender)
        #expect(refusal(document([("FROM", "eve@evil.com")])) == .unclearSender)
        #expect(refusal(document([("From ", "eve@evil.com")])) == .unclearSender)
        #expect(refusal(document([("Sender", "eve@evil.com"), ("Reply-To", "eve@evil.com")])) == nil)
    }

    @Test func `a proven stranger is not authorized`() {
        let bob = document(from: ["bob@corp.com"])
        #expect(refusal(bob) == .unauthorized)
        let friend = "mx.example.org; dmarc=pass header.from=friends.example"
        #expect(refusal(document(from: ["any.one+x@friends.example"], verdict: friend)) == nil)
        let sub = "mx.example.org; dmarc=pass header.from=x.friends.example"
        #expect(refusal(document(from: ["a@x.friends.example"], verdict: sub)) == .unauthorized)
    }

    @Test(arguments: [
        ("Auto-Submitted", "auto-replied"), ("auto-submitted", "AUTO-GENERATED; owner-email=\"x\""),
        ("Auto-Submitted", "(no) auto-notified"), ("Auto-Submitted", ""), ("Precedence", "Bulk"),
        ("Precedence", "list"),
        ("Precedence", "junk"), ("Precedence", "auto_reply"), ("List-Id", "<x.example.org>"), ("Return-Path", "<>"),
        ("Return-Path", " < > "), ("X-Autoreply", "yes"), ("X-Failed-Recipients", "a@b"),
    ])
    func `automatic mail never starts a run`(name: String, value: String) {
        #expect(refusal(document([(name, value)])) == .automatic)
    }

    @Test func `bounces and our own mail are automatic`() {
        var report = document()
        report.isReport = true
        #expect(refusal(report) == .automatic)
        for address in ["airut@example.org", "airut+opus@example.org", "MAILER-DAEMON@corp.com"] {
            #expect(refusal(document(from: [address])) == .automatic)
        }
    }

    @Test(arguments: [
        ("Auto-Submitted", "no"), ("Auto-Submitted", "No (I wrote it)"), ("Precedence", "first-class"),
        ("Return-Path", "<alice@corp.com>"), ("X-Mailer", "bulk"),
    ])
    func `a person's mail is not automatic`(name: String, value: String) {
        #expect(refusal(document([(name, value)])) == nil)
    }

    @Test func `letters that only become ASCII in lower case do not pass for it`() {
        let kelvin = "\u{212A}"
        let authenticator = Authenticator(
            authservID: "mk.example", authorizedSenders: [SenderPattern("kim@kork.com")!],
            ownAddress: EmailAddress("airut@example.org")!)
        func isAccepted(_ server: String, _ address: String, _ domain: String) -> Bool {
            let document = document(from: [address], verdict: "\(server); dmarc=pass header.from=\(domain)")
            if case .accepted = authenticator.verdict(on: document) { return true }
            return false
        }
        #expect(isAccepted("mK.example", "Kim@korK.com", "KORK.com"))
        #expect(!isAccepted("m\(kelvin).example", "kim@kork.com", "kork.com"))
        #expect(!isAccepted("mk.example", "\(kelvin)im@kork.com", "kork.com"))
        #expect(!isAccepted("mk.example", "kim@kor\(kelvin).com", "kork.com"))
        #expect(!isAccepted("mk.example", "kim@kork.com", "kor\(kelvin).com"))
    }
}
