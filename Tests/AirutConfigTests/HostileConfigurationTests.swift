import AirutConfig
import Testing

@Suite struct HostileConfigurationTests {
    private static let whole =
        "repos:\n  web:\n" + TestConfiguration.repository("publish: {mode: branch}\nsecrets: {A: x}")

    /// Cuts, repeats and replaces pieces of a good file: whatever comes out, every problem has a place and a sentence.
    @Test func `a damaged file never stops the process`() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "\n", "  ", ": ", "- ", "{", "}", "[", "]", "&a ", "*a", "<<: ", "!env ", "!var x", "'", "~", "é",
        ]
        for _ in 0..<400 {
            var text = Array(Self.whole.unicodeScalars.map(String.init))
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let start = text.indices.randomElement(using: &random)!
                let end = min(text.count, start + Int.random(in: 0...30, using: &random))
                text.replaceSubrange(start..<end, with: [pieces.randomElement(using: &random)!])
            }
            let loaded = TestConfiguration.load(text.joined())
            #expect(loaded.problems.allSatisfy { $0.line >= 1 && $0.column >= 1 && !$0.sentence.isEmpty })
            #expect((loaded.value == nil) == !loaded.errors.isEmpty)
        }
    }

    @Test func `every setting refuses every wrong kind of value with one sentence at its place`() {
        let lines = Self.whole.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for index in lines.indices where lines[index].contains(":") {
            for value in ["[[1]]", "{a: {b: c}}", "''", "!foo x"] {
                var damaged = lines
                damaged[index] = String(lines[index].prefix { $0 != ":" }) + ": " + value
                let loaded = TestConfiguration.load(damaged.joined(separator: "\n"))
                #expect(loaded.value == nil, "\(damaged[index])")
                #expect(loaded.problems.contains { $0.line == index + 1 || $0.line == index + 2 }, "\(damaged[index])")
            }
        }
    }

    @Test func `fifty repositories are read`() throws {
        let text =
            "repos:\n" + (0..<50).map { "  r\($0):\n" + TestConfiguration.repository(user: "r\($0)@x.org") }.joined()
        #expect(try #require(TestConfiguration.load(text).value).repositories.count == 50)
    }

    @Test func `a repository's bomb of aliases is one problem`() {
        var text = "default_model: opus\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            text +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",") + "]\n"
        }
        let loaded = RepositoryConfiguration.parse(text: text, file: "f")
        #expect(loaded.problems.map(\.sentence) == ["with its aliases expanded this is more than 100000 values"])
    }
}
