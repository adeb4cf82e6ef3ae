import AirutModel
import Testing

@Suite struct SenderPatternTests {
    @Test func `authorized senders are addresses or whole domains`() throws {
        let alice = try #require(EmailAddress("Alice@X.org"))
        #expect(SenderPattern("alice@x.ORG")?.matches(alice) == true)
        #expect(SenderPattern(alice).matches(alice))
        #expect(SenderPattern("*@X.org")?.matches(alice) == true)
        #expect(SenderPattern("*@org")?.matches(alice) == false)
        #expect(SenderPattern("*@sub.x.org")?.matches(alice) == false)
        #expect(SenderPattern("bob@x.org")?.matches(alice) == false)
    }

    @Test(arguments: ["alice@x.org", "*@x.org"])
    func `a pattern reads as it is written`(text: String) { #expect(SenderPattern(text)?.description == text) }

    @Test(arguments: [
        "", "*", "@x.org", "*@", "*@*", "*@-x", "alice", "*@a@b", "a*@x.org@y", "*x@x.org", "x*@x.org", "**@x.org",
        "*@x.org, y@z", "*@*.org",
    ])
    func `what is neither is no pattern`(text: String) { #expect(SenderPattern(text) == nil) }
}
