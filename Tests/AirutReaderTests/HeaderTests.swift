import AirutPolicy
import AirutReader
import Testing

@Suite struct HeaderTests {
    @Test func `adjacent encoded words are joined without a space`() {
        let subject = "=?utf-8?q?Re=3A_[ID=3Aabc?=\n =?utf-8?q?def12]_title?= plain =?iso-8859-1?b?Z3L832U=?="
        #expect(read("Subject: \(subject)\n\nx").subject == "Re: [ID:abcdef12] title plain grüße")
    }

    @Test func `a character split between encoded words is whole again`() {
        #expect(read("Subject: =?utf-8?b?R3LD?= =?utf-8?b?vMOfZQ==?=\n\nx").subject == "Grüße")
    }

    @Test(arguments: [
        "=?unknown-charset?q?caf=E9?=", "=?utf-8?q?broken", "=?utf-8?b?!!!?=", "=?utf-8?q?=FF=FE?=",
        "\u{0} \u{7} plain",
    ])
    func `an undecodable subject loses nothing else`(subject: String) {
        let document = read("Subject: \(subject)\nFrom: a@b.example\n\nbody")
        #expect(document.text == "body")
        #expect(document.from.map(\.address) == ["a@b.example"])
    }

    @Test func `fields are unfolded, in order, and repeated ones are all there`() {
        let document = read("Received: one\n\ttwo\nreceived : three\nX-Empty:\n\nx")
        #expect(document.values(of: "RECEIVED") == ["one\ttwo", "three"])
        #expect(document.fields.map(\.name) == ["Received", "received", "X-Empty"])
    }

    @Test func `every mailbox of every From field is seen`() {
        let document = read(
            "From: A <a@x.example>, b@x.example\nTo: g: c@x.example, D <d@x.example>;\nFROM : e@x.example\n\nx")
        #expect(document.from.map(\.address) == ["a@x.example", "b@x.example", "e@x.example"])
        #expect(document.to.map(\.address) == ["c@x.example", "d@x.example"])
        #expect(document.to.last?.name == "D")
        #expect(document.values(of: "from").count == 2)
    }

    @Test func `an address in a display name is not an address`() {
        let document = read("From: \"boss@corp.example\" <evil@bad.example>\n\nx")
        #expect(document.from == [.init(name: "boss@corp.example", address: "evil@bad.example")])
    }

    @Test(arguments: [
        ("a@xn--mnchen-3ya.de", ["a@xn--mnchen-3ya.de"]), ("a@münchen.de", ["a@münchen.de"]),
        ("=?utf-8?q?boss=40corp.example?=", ["=?utf-8?q?boss=40corp.example?="]),
        ("=?utf-8?q?boss=40corp.example_=3Cboss=40corp.example=3E?= <evil@x.example>", ["evil@x.example"]),
        ("<boss@corp.example> <evil@x.example>", ["boss@corp.example", "evil@x.example"]),
        ("boss@corp.example <evil@x.example>", ["evil@x.example"]), ("\"boss@corp.example\" evil@x.example", []),
        ("evil@x.example (<boss@corp.example>)", ["evil@x.example"]),
    ])
    func `an address is what was written as one`(field: String, addresses: [String]) {
        #expect(read("From: \(field)\n\nx").from.map(\.address) == addresses)
    }

    @Test func `a second From behind very many fields is seen`() {
        let filler = (0..<5_000).map { "X-\($0): y\n" }.joined()
        let document = read("From: a@x.example\n\(filler)From: b@x.example\n\nbody")
        #expect(document.from.map(\.address) == ["a@x.example", "b@x.example"])
        #expect(document.notes.contains { $0.contains("header is too large") })
        #expect(document.text == "body")
    }

    @Test func `identifiers lose brackets and the spaces of folding`() {
        let document = read(
            "Message-ID: <1@x>\nIn-Reply-To: Your message <2@x>\nReferences: <a@x> <b\n @x>\n\t<c@x>\nDate: no date\n\nx"
        )
        #expect(document.messageID == "1@x")
        #expect(document.inReplyTo == ["2@x"])
        #expect(document.references == ["a@x", "b@x", "c@x"])
        #expect(document.date == nil)
    }

    @Test func `a line that is no field begins the text`() {
        let document = read("Subject: s\nno field here\nSubject: other\n\nx")
        #expect(document.subject == "s")
        #expect(document.text == "no field here\nSubject: other\n\nx")
    }

    @Test func `the separator line of an mbox file is skipped`() {
        #expect(read("From alice Fri May  3 10:00:00 2024\nSubject: s\n\nx").subject == "s")
    }

    @Test func `a report is recognized`() {
        let report = """
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b

            Your message could not be delivered.
            --b
            Content-Type: message/delivery-status

            Action: failed
            --b--
            """
        let document = read(report)
        #expect(document.isReport)
        #expect(document.text == "Your message could not be delivered.")
        #expect(document.attachments.map(\.mediaType) == ["message/delivery-status"])
    }
}
