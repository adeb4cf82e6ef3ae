import AirutModel
import AirutPolicy
import Testing

@Suite struct SurrogateTests {
    @Test(arguments: [
        "ghp_abcDEF123", "sk-ant-api03-Zz9", "github_pat_11AB_x", "AKIA0123456789ABCDEF", "p@ss-word.1", "a", "7",
        "----", "!",
        "ghp_", "sk-ant-", "ключ", "пароль123", "line\nbreak", "日本語", "e\u{301}e",
    ])
    func `a surrogate looks like its secret and is another`(value: String) {
        for _ in 0..<50 {
            let surrogate = Surrogate.random(for: Secret(value)).reveal()
            #expect(surrogate != value)
            #expect(surrogate.utf8.count == value.utf8.count)
            #expect(!surrogate.unicodeScalars.contains { !$0.isASCII })
        }
    }

    @Test func `prefix and classes are kept`() throws {
        let surrogate = Surrogate.random(for: Secret("ghp_abCD12-x")).reveal()
        #expect(surrogate.wholeMatch(of: /ghp_[a-z]{2}[A-Z]{2}[0-9]{2}-[a-z]/) != nil)
        #expect(Surrogate.random(for: Secret("")).reveal() == "")
    }
}
