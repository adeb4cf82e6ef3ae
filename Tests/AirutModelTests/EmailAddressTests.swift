import AirutModel
import Testing

@Suite struct EmailAddressTests {
    @Test func `addresses compare without regard to case`() {
        #expect(EmailAddress("Alice@Example.ORG") == EmailAddress("alice@example.org"))
    }

    @Test(arguments: [
        "", "@", "a@", "@b", "a@b@c", "a b@c", "\"a\"@b", "a..b@c", ".a@b", "a@-b", "a@b..c", "a@[127.0.0.1]", "é@b",
        "a@\u{212A}b",
        "a@b\r\nBcc: x@y",
    ])
    func `what is not a plain address is refused`(text: String) {
        #expect(EmailAddress(text) == nil)
    }

    @Test func `the subaddress is what follows the first plus`() {
        let (base, detail) = EmailAddress("airut+opus+x@example.org")!.splitSubaddress
        #expect(base.description == "airut@example.org")
        #expect(detail == "opus+x")
        #expect(EmailAddress("+a@b.c")!.splitSubaddress.detail == nil)
        #expect(EmailAddress("a@b.c")!.splitSubaddress.detail == nil)
    }
}
