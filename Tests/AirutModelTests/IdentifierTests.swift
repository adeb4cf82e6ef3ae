import AirutModel
import Testing

@Suite struct IdentifierTests {
    @Test func `tokens are unique, of their length and read back`() {
        let ids = Set((0..<1000).map { _ in ConversationID.random() })
        #expect(ids.count == 1000)
        for id in ids { #expect(ConversationID(id.description.uppercased()) == id) }
        #expect(TaskID.random().description.count == TaskID.length)
        #expect(TaskID("abc") == nil)
        #expect(ConversationID("illegal-letters-") == nil)
    }

    @Test(arguments: ["web", "a", "my.repo_1-x", "0"])
    func `a repository id is a plain lower-case word`(text: String) {
        #expect(RepositoryID(text)?.description == text)
    }

    @Test(arguments: ["", "-a", "A", "a/b", "..", "é", String(repeating: "a", count: 64)])
    func `other repository ids are refused`(text: String) {
        #expect(RepositoryID(text) == nil)
    }

    @Test func `a message id is kept byte for byte without its brackets`() {
        #expect(MessageID("<A.b@C>")?.description == "A.b@C")
        #expect(MessageID("A.b@C")?.bracketed == "<A.b@C>")
        for text in ["", "<>", "a b@c", "a\r\nb", "<<a>>", "é@x"] { #expect(MessageID(text) == nil) }
    }
}
