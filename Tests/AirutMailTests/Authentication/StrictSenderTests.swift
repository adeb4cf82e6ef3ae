import AirutMail
import AirutModel
import AirutPolicy
import Testing

/// Readers of one field that disagree about whose it is let one person pass for another of the same domain.
@Suite struct StrictSenderTests {
    private let authenticator = Authenticator(
        authservID: "mx.b.c", authorizedSenders: [SenderPattern("*@b.c")!], ownAddress: EmailAddress("airut@b.c")!)

    /// - Parameter parsed: the addresses that a lenient parser finds in the field.
    private func sender(_ field: String, parsed: [String] = ["boss@b.c"]) -> String? {
        let document = MessageDocument(
            fields: [
                .init(name: "Authentication-Results", value: "mx.b.c; dmarc=pass header.from=b.c"),
                .init(name: "From", value: field),
            ], from: parsed.map { .init(name: nil, address: $0) })
        switch authenticator.verdict(on: document) {
        case .accepted(let mail): return mail.sender.description
        case .refused(let refusal):
            #expect(refusal.reason == .unclearSender)
            return nil
        }
    }

    @Test(arguments: [
        "boss@b.c", "<boss@b.c>", "Boss <boss@b.c>", "The Boss\t<boss@b.c>", "\"Boss, The \\\"One\\\"\" <boss@b.c>",
        "J. R. Boss <boss@b.c>", "=?utf-8?q?B=C3=B6ss?= <boss@b.c>", "Böss <boss@b.c>", "boss@b.c (The Boss (me))",
        "(hi) Boss (\\) there) <boss@b.c> (bye)", "\"boss@b.c\" <boss@b.c>", "\"a\"b\"c\" <boss@b.c>",
        "Boss<boss@b.c>", "BOSS@B.C", "\"\" <boss@b.c>",
    ])
    func `a field with one mailbox has one sender`(field: String) { #expect(sender(field) == "boss@b.c") }

    @Test(arguments: [
        "<boss@b.c>garbage att@b.c", "boss@b.c; att@b.c", "\"x <boss@b.c>", "<boss@b.c", "boss@b.c att@b.c",
        "boss@b.c <att@b.c>", "att@b.c <boss@b.c>", "<att@b.c> <boss@b.c>", "<boss@b.c> att", "<boss@b.c>>",
        "<<boss@b.c>>", "boss@b.c,", ", boss@b.c", "boss@b.c, att@b.c", "boss@b.c;", "g: boss@b.c;",
        "<@att.b.c:boss@b.c>", "x@b.c:boss@b.c", "(boss@b.c", "boss@b.c (x", "boss@b.c x)", "boss@b.c\\", "\\boss@b.c",
        "\"boss\"@b.c", "boss@b.c\u{200B}", "boss@b.c…", "boss@[127.0.0.1]", "boss @b.c", "boss(x)@b.c", "< boss@b.c>",
        "\"x <att@b.c>\" <boss@b.c>", "boss@b.c (<att@b.c>)", "=?utf-8?q?boss=40b.c?=", "Boss", "", "@b.c", "boss@",
        "a [x] <boss@b.c>", "att@b.c\u{0}boss@b.c", "boss@b.c\"", "\"att@b.c\" boss@b.c",
    ])
    func `every other field has none`(field: String) { #expect(sender(field) == nil) }

    @Test func `what the reader found must be what stands there`() {
        #expect(sender("boss@b.c", parsed: ["att@b.c"]) == nil)
        #expect(sender("boss@b.c", parsed: ["Boss@B.c"]) == "boss@b.c")
        #expect(sender("boss@b.c", parsed: ["boss@b.c", "att@b.c"]) == nil)
        #expect(sender("boss@b.c", parsed: []) == nil)
    }

    @Test func `a field of any length is read in linear time`() {
        for piece in ["(", "\"", "\\", "a ", "<", "a.", "() ", "\"\" "] {
            #expect(sender(String(repeating: piece, count: 60_000)) == nil)
        }
        #expect(sender(String(repeating: "(x) ", count: 10_000) + "boss@b.c") == "boss@b.c")
    }
}
