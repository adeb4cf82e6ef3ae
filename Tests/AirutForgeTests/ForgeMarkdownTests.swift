import AirutForge
import Testing

@Suite struct ForgeMarkdownTests {
    @Test func `a literal text has no markup left`() {
        let text = ForgeMarkdown.literal("<img src=x> ![a](http://x) @bob #12 `c`\n# h é")
        for character in "<>[]()@`!" { #expect(!text.contains(character)) }
        #expect(!text.contains("\n"))
        #expect(text.contains("é") && text.contains("bob"))
    }

    @Test(arguments: ["", "`", "```", "a\n````\nb", "``````"])
    func `a block cannot be ended from inside`(text: String) {
        let lines = ForgeMarkdown.block(text).split(separator: "\n", omittingEmptySubsequences: false)
        let fence = lines.last!
        #expect(lines.first! == fence + "text")
        #expect(fence.count >= 3 && !text.contains(fence))
    }
}
