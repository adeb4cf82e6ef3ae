import AirutMail
import AirutModel
import AirutPolicy
import Testing

@Suite struct ThreadReferencesTests {
    @Test func `the newest identifiers come first, each once`() {
        let document = MessageDocument(inReplyTo: ["c@x"], references: ["a@x", "b@x", "not an id", "c@x"])
        #expect(ThreadReferences(of: document).messageIDs.map(\.description) == ["c@x", "b@x", "a@x"])
    }

    @Test func `an endless list is cut`() {
        let document = MessageDocument(references: (0..<10_000).map { "\($0)@x" })
        let found = ThreadReferences(of: document).messageIDs
        #expect(found.count == ThreadReferences.limit)
        #expect(found.first?.description == "9999@x")
    }

    @Test(arguments: [
        "Re: [ID:0123456789abcdef] Fix it", "AW: [id: 0123456789ABCDEF ] x", "[x [ID:0123456789abcdef]",
        "[ID:wrong] [ID:0123456789abcdef] [ID:0123456789abcdef]",
    ])
    func `the tag is found in the subject`(subject: String) {
        let found = ThreadReferences(of: MessageDocument(subject: subject)).conversations
        #expect(found.map(\.description) == ["0123456789abcdef"])
    }

    @Test(arguments: [
        "", "ID:0123456789abcdef", "[ID:0123456789abcde]", "[0123456789abcdef]", "[ID:0123456789abcdef",
        String(repeating: "[ID:", count: 100_000) + "]",
    ])
    func `anything else is no tag`(subject: String) {
        #expect(ThreadReferences(of: MessageDocument(subject: subject)).conversations.isEmpty)
    }
}
