import AirutMail
import AirutModel
import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

/// Python's email package reads what was composed: it shares no code with the composer.
@Suite struct ReplyComposerTests {
    private struct Part: Decodable, Equatable {
        var type: String
        var disposition: String?
        var fileName: String?
        var charset: String?
        var base64: String

        var text: String { String(decoding: Data(base64Encoded: base64) ?? Data(), as: UTF8.self) }
    }

    private struct Mail: Decodable {
        var fields: [[String]]
        var parts: [Part]
        var defects: [String]

        func values(_ name: String) -> [String] { fields.filter { $0[0] == name }.map { $0[1] } }
    }

    private static let script = """
        import base64, email, email.policy, json, sys
        raw = sys.stdin.buffer.read()
        assert raw.isascii() and b'\\n' not in raw.replace(b'\\r\\n', b'') and b'\\r' not in raw.replace(b'\\r\\n', b'')
        assert max(map(len, raw.split(b'\\r\\n'))) <= 998 and raw.endswith(b'\\r\\n')
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        parts = [{'type': p.get_content_type(), 'disposition': p.get_content_disposition(), 'fileName': p.get_filename(),
            'charset': p.get_content_charset(), 'base64': base64.b64encode(p.get_payload(decode=True)).decode()}
            for p in mail.walk() if not p.is_multipart()]
        defects = [str(d) for p in mail.walk() for d in p.defects] + [str(d) for v in mail.values() for d in v.defects]
        print(json.dumps({'fields': [[n, str(v)] for n, v in mail.items()], 'parts': parts, 'defects': defects}))
        """

    private func parsed(_ draft: ReplyDraft) async throws -> Mail {
        let result = try await run(["python3", "-c", Self.script], input: ReplyComposer.compose(draft))
        return try JSONDecoder().decode(Mail.self, from: result.output)
    }

    private func draft(_ letter: Letter = Letter(["Hello"]), subject: String = "Re: x") -> ReplyDraft {
        ReplyDraft(
            from: EmailAddress("airut@example.org")!, to: [EmailAddress("alice@corp.com")!], subject: subject,
            messageID: MessageID("abc.1@example.org")!,
            thread: ReplyThread(
                inReplyTo: [MessageID("m2@corp.com")!],
                references: ["m1@corp.com", "m2@corp.com"].map { MessageID($0)! }),
            date: Date(timeIntervalSince1970: 1_795_268_033), letter: letter)
    }

    @Test func `a mail has all its fields once, and text and HTML`() async throws {
        let mail = try await parsed(draft(Letter(["Grüße *x* = y \n.\nFrom here", "ours"])))
        #expect(mail.defects.isEmpty)
        #expect(mail.values("Date") == ["Sat, 21 Nov 2026 13:33:53 +0000"])
        #expect(
            mail.values("From") == ["Airut <airut@example.org>"]
                || mail.values("From") == ["\"Airut\" <airut@example.org>"])
        #expect(mail.values("To") == ["alice@corp.com"])
        #expect(mail.values("Message-ID") == ["<abc.1@example.org>"])
        #expect(mail.values("In-Reply-To") == ["<m2@corp.com>"])
        #expect(mail.values("References") == ["<m1@corp.com> <m2@corp.com>"])
        #expect(mail.values("Auto-Submitted") == ["auto-replied"])
        #expect(mail.values("MIME-Version") == ["1.0"])
        #expect(mail.parts.map(\.type) == ["text/plain", "text/html"])
        #expect(mail.parts.allSatisfy { $0.charset == "utf-8" })
        #expect(mail.parts[0].text == "Grüße *x* = y \r\n.\r\nFrom here\r\n\r\n---\r\n\r\nours")
        #expect(mail.parts[1].text.contains("Grüße <em>x</em> = y"))
    }

    @Test func `attachments arrive byte for byte under their names`() async throws {
        let every = (0...255).map { UInt8($0) }
        let files = [
            ReplyAttachment(fileName: "report.txt", content: Array("Grüße\n".utf8)),
            ReplyAttachment(
                fileName: "große Änderungen für alle, die es wissen wollen – und noch viel mehr.png", content: every),
            ReplyAttachment(fileName: "a \"b\" \\ ;c=.bin", content: every + every),
            ReplyAttachment(fileName: "../../etc/pass\r\nX-Injected: yes", content: []),
            ReplyAttachment(fileName: "mail.eml", mediaType: "message/rfc822", content: Array("A: b\r\n\r\nc".utf8)),
            ReplyAttachment(fileName: "x", mediaType: "text/html\r\nX-Injected: yes", content: [1]),
            ReplyAttachment(fileName: "..", mediaType: "text/plain", content: [0xFF]),
            ReplyAttachment(fileName: String(repeating: "long", count: 40) + ".csv", content: Array("a,b".utf8)),
        ]
        var draft = draft()
        draft.attachments = files
        let mail = try await parsed(draft)
        #expect(mail.defects.isEmpty)
        #expect(mail.values("X-Injected").isEmpty)
        let parts = mail.parts.dropFirst(2)
        #expect(parts.map { Data(base64Encoded: $0.base64) } == files.map { Data($0.content) })
        #expect(parts.allSatisfy { $0.disposition == "attachment" })
        #expect(
            parts.map(\.fileName) == [
                "report.txt", files[1].fileName, "a \"b\" _ ;c=.bin", ".._.._etc_pass X-Injected: yes", "mail.eml", "x",
                "file", files[7].fileName,
            ])
        #expect(
            parts.map(\.type) == [
                "text/plain", "image/png", "application/octet-stream", "application/octet-stream",
                "application/octet-stream", "application/octet-stream", "text/plain", "text/csv",
            ])
        #expect(parts.map(\.charset) == ["utf-8", nil, nil, nil, nil, nil, nil, "utf-8"])
    }

    @Test(arguments: [
        "plain", "Grüße aus Köln, ein langer Betreff mit vielen Umlauten: äöüßÄÖÜ äöüßÄÖÜ äöüßÄÖÜ äöüßÄÖÜ",
        "日本語の件名です。とても長い件名です。",
        "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "=?utf-8?Q?fake?= word", String(repeating: "word ", count: 60) + "end",
        String(repeating: "x", count: 950), "a  b",
    ])
    func `any subject survives`(subject: String) async throws {
        let mail = try await parsed(draft(subject: subject))
        let read = try #require(mail.values("Subject").first)
        #expect(read.split(separator: " ") == subject.split(separator: " "))
    }

    @Test func `no text can begin another field`() async throws {
        var hostile = draft(subject: "x\r\nBcc: eve@evil.com\r\n\r\nbody\u{2028}y\u{0}")
        hostile.fromName = "A\r\nBcc: eve@evil.com\" <eve@evil.com>,"
        let mail = try await parsed(hostile)
        #expect(mail.values("Bcc").isEmpty)
        #expect(mail.values("Subject") == ["x Bcc: eve@evil.com body y"])
        #expect(mail.values("From").first?.hasSuffix("<airut@example.org>") == true)
        #expect(mail.parts.count == 2)
        #expect(mail.defects.isEmpty)
    }

    @Test func `a text that is too long is cut in the mail and attached whole`() async throws {
        let text = String(repeating: "Zeile mit Umlauten äöü\n", count: 20_000)
        let mail = try await parsed(draft(Letter([text, "ours"])))
        #expect(mail.parts.map(\.fileName) == [nil, nil, "reply.md"])
        #expect(mail.parts[2].text == text)
        #expect(mail.parts[0].text.utf8.count < ReplyComposer.longestTextBytes + 10_000)
        #expect(mail.parts[0].text.hasSuffix("ours"))
        #expect(!mail.parts[0].text.contains("\u{FFFD}"))
        #expect(mail.parts[0].text.contains("attached as `reply.md`"))
    }

    @Test func `the same draft makes the same bytes`() {
        #expect(ReplyComposer.compose(draft()) == ReplyComposer.compose(draft()))
    }

    @Test func `a reply names every mail it answers, and a long thread keeps its root`() {
        let first = MessageDocument(messageID: "b@x", inReplyTo: ["a@x"])
        let second = MessageDocument(messageID: "c@x", inReplyTo: ["b@x"], references: ["a@x", "b@x"])
        let thread = ReplyThread(answering: [first, second])
        #expect(thread.inReplyTo.map(\.description) == ["b@x", "c@x"])
        #expect(thread.references.map(\.description) == ["a@x", "b@x", "c@x"])
        let long = ReplyThread(answering: [MessageDocument(messageID: "z@x", references: (0..<500).map { "\($0)@x" })])
        #expect(long.references.count == ReplyThread.longest)
        #expect(long.references.first?.description == "0@x")
        #expect(long.references.last?.description == "z@x")
        #expect(ReplyThread(answering: [MessageDocument()]).inReplyTo.isEmpty)
    }

    @Test(arguments: [
        ("Fix it", "Re: [ID:0123456789abcdef] Fix it"),
        ("Re: AW: RE[2]: re : Fix it", "Re: [ID:0123456789abcdef] Fix it"),
        ("Re: [ID:0123456789abcdef] Fix it", "Re: [ID:0123456789abcdef] Fix it"),
        ("AW: [ID: zzzzzzzzzzzzzzzz] Fix [it]", "Re: [ID:0123456789abcdef] Fix [it]"),
        ("", "Re: [ID:0123456789abcdef]"),
        ("Fwd: x", "Re: [ID:0123456789abcdef] Fwd: x"), ("Recap: x", "Re: [ID:0123456789abcdef] Recap: x"),
        ("a\r\nb", "Re: [ID:0123456789abcdef] a b"),
    ])
    func `a reply's subject carries the tag once`(subject: String, expected: String) {
        let conversation = ConversationID("0123456789abcdef")!
        #expect(ReplySubject.text(answering: subject, conversation: conversation) == expected)
    }
}
