import AirutConfig
import Testing

@Suite struct HostileConfigurationTests {
    private static let whole =
        "repos:\n  web:\n" + TestConfiguration.repository("publish: {mode: branch}\nsecrets: {A: x}")

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

    /// What YAML 1.1 reads as something else, and numbers beyond all bounds.
    @Test(arguments: [
        ("port: no", "from 1 to 65535, not “no”"), ("port: 0o17", "not “0o17”"), ("port: 017", "not “017”"),
        ("port: 0x1F", "not “0x1F”"), ("port: 1_000", "not “1_000”"), ("port: +5", "not “+5”"),
        ("port: 9.0", "not “9.0”"),
        ("port: 99999999999999999999999999", "not “99999999999999999999999999”"), ("port: 1e3", "not “1e3”"),
        ("poll_interval: 1:30", "like 90s, 15m, 2h, not “1:30”"), ("poll_interval: .inf", "not “.inf”"),
        ("poll_interval: 2026-01-01", "not “2026-01-01”"), ("use_idle: 2", "true or false, not “2”"),
    ])
    func `a surprising value has one clear problem`(setting: String, said: String) throws {
        let loaded = TestConfiguration.web(imap: ", " + setting)
        #expect(loaded.errors.count == 1)
        #expect(try #require(loaded.errors.first).sentence.hasSuffix(said), "\(loaded.errors)")
    }

    /// Each fills the megabyte that is read; none may take long, or show more than a person reads.
    @Test(arguments: [
        "aaaa: 1\n", "repos:\n", "? ", "- ", "&a ", "!env x ", "\t", "# c\n", "'x' ", "{a: ", "a:\n", "*a ",
        "\"\\u00e9\" ",
        "--- \n",
    ])
    func `a megabyte of one piece is refused in bounded time`(piece: String) {
        let text = String(repeating: piece, count: (1 << 20) / piece.utf8.count)
        let loaded = TestConfiguration.load(text)
        #expect((1...201).contains(loaded.problems.count))
        #expect(loaded.value == nil)
    }

    @Test func `thirty thousand wrong repositories are 200 problems and a number`() {
        var text = "repos:\n"
        for index in 0..<30_000 { text += "  r\(index): {git: {repo_url: x}, a: 1}\n" }
        let loaded = TestConfiguration.load(text.utf8.count < 1 << 20 ? text : String(text.prefix(1 << 20)))
        #expect(loaded.problems.count == 1 || loaded.problems.last?.sentence.hasSuffix("more problems") == true)
        var keys = "repos: {}\n"
        for index in 0..<45_000 { keys += "excutionn\(index): 1\n" }
        #expect(TestConfiguration.load(keys).problems.last?.sentence == "and 44801 more problems")
    }
}
