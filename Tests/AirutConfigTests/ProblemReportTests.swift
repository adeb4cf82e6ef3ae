import Foundation
import Testing

@testable import AirutConfig

@Suite struct ProblemReportTests {
    private let plain = TextStyle(isColored: false)

    /// What is shown below the first problem's sentence.
    private func excerpt(_ text: String) -> String {
        let loaded = TestConfiguration.load(text)
        let report = ProblemReport(loaded.problems, sources: [loaded.source!]).text(plain)
        return report.first?.split(separator: "\n", maxSplits: 1).dropFirst().joined() ?? ""
    }

    /// Each problem's excerpt was made of the whole line, with whatever any of them hides: for twice as many, that
    /// took ten minutes.
    @Test(.timeLimit(.minutes(1))) func `a line with thousands of problems is looked through once`() {
        let settings = (0..<15_000).map { "unknown-\($0): a-secret-\($0)" }.joined(separator: ", ")
        #expect(excerpt("{\(settings), repos: {}}").contains("…") == true)
    }

    @Test func `the caret stands below the place, also after wide characters, tabs and in long lines`() {
        #expect(excerpt("{x-ab: 1, a: 1, repos: {}}") == "    1 | {x-ab: 1, a: 1, repos: {}}\n      |           ^")
        #expect(excerpt("{\"日本\": 1, repos: {}}") == "    1 | {\"日本\": 1, repos: {}}\n      |  ^")
        #expect(excerpt("{x-日本: 1, a: 1, repos: {}}") == "    1 | {x-日本: 1, a: 1, repos: {}}\n      |             ^")
        #expect(excerpt("x-a: 1\r\nexecution:\t1\r\nrepos: {}") == "    2 | execution: 1\n      |            ^")
        let long =
            "{x-a: \(String(repeating: "y", count: 500)), b: 1, repos: {}, x-z: \(String(repeating: "z", count: 500))}"
        let lines = excerpt(long).split(separator: "\n")
        #expect(lines[0].count == 8 + 112 && lines[0].contains("…yyy") && lines[0].hasSuffix("z…"))
        #expect(
            lines[1].count - 1 == lines[0].distance(
                from: lines[0].startIndex, to: lines[0].firstRange(of: " b: 1")!.lowerBound) + 1)
    }

    @Test(arguments: [
        // A misspelt key, a wrong kind of value, a broken text, a secret beside the problem, secrets' names.
        "repos:\n  web:\n    email:\n      account: {pasword: hunter22}", "repos:\n  w:\n    git: {token: [hunter22]}",
        "repos:\n  web:\n    git: {token: 'hunter22", "repos:\n  w:\n    git: {token: hunter22, x: 1}",
        "repos:\n  w:\n    repo_url: https://u:hunter22@github.com/o/n", "repos:\n  w:\n    secrets: hunter22",
        "repos:\n  w:\n    secrets: {A-B: hunter22}",
        "repos:\n  w:\n    secrets:\n      A: |\n        first\n        hunter22 : x\n      B: {a: hunter22}",
        "repos:\n  web: {email: {account: {password: hunter22, password: hunter22}}}",
        // A secret where its section should be, or the whole of another file; written twice, once as another one.
        "repos:\n  w:\n    masked_secrets: {A: hunter22}", "repos:\n  w:\n    git: hunter22", "repos: hunter22",
        "TOKEN=hunter22", "repos:\n  w:\n    git:\n      token: another\n      token: hunter22",
        "repos:\n  w:\n    secrets:\n      A: !env A\n      \"A\": hunter22",
        // In a setting that nobody knows, or that is not there yet; after a tag that nobody knows.
        "repos:\n  w:\n    webhook: https://a.b/hunter22", "repos:\n  w:\n    slack:\n      bot: hunter22",
        "repos:\n  w:\n    email:\n      microsoft_oauth2:\n        client: hunter22",
        "repos:\n  w:\n    email: {microsoft_oauth2: {client: hunter22}}",
        "repos:\n  w:\n    secrets: {A: !enw hunter22}",
    ])
    func `no secret is shown`(text: String) {
        let loaded = TestConfiguration.load(text)
        let report = ProblemReport(loaded.problems, sources: [loaded.source!])
        #expect(report.errors > 0)
        for shown in [report.text(plain).joined(separator: "\n"), report.json, report.github(workspace: nil)] {
            #expect(!shown.contains("hunter22"), "\(shown)")
        }
    }

    @Test func `what a terminal would obey is not repeated`() {
        let loaded = RepositoryConfiguration.parse(text: "effort: \"\\e[31mx\\u202E\"\nb\u{202E}: 1", file: "f\u{1B}")
        let text = ProblemReport(loaded.problems, sources: [loaded.source!]).text(plain).joined()
        #expect(loaded.problems.count == 2)
        #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    }

    @Test func `colours mark errors and warnings`() {
        let problems = [
            Problem(.error, file: "f", sentence: "no"), Problem(.warning, file: "f", path: "a", sentence: "hm"),
        ]
        let text = ProblemReport(problems, sources: []).text(TextStyle(isColored: true))
        #expect(text == ["f: no", "f: \u{1B}[1;33mwarning:\u{1B}[0m \u{1B}[1ma\u{1B}[0m: hm"])
    }

    @Test func `annotations are escaped`() {
        let problem = Problem(
            .warning, file: "/w/s/a,b:c.yaml", line: 3, column: 7, path: "x.y", sentence: "100%: a\r\nb, c")
        let report = ProblemReport([problem, Problem(.error, file: "/elsewhere", sentence: "no")], sources: [])
        #expect(
            report.github(workspace: "/w/s") == """
                ::warning file=a%2Cb%3Ac.yaml,line=3,col=7,title=x.y::100%25: a\u{FFFD}\u{FFFD}b, c
                ::error file=/elsewhere::no

                """)
    }

    @Test func `what was tried counts, and is harmless and escaped`() {
        let result = ProbeResult(
            probe: "w: git", findings: [.ok("yes"), .warning("100%\u{1B}"), .error("a,\u{301}b: no")])
        let report = ProblemReport([], sources: [], probes: [result])
        #expect((report.errors, report.warnings) == (1, 1))
        #expect(
            report.text(plain) == ["w: git: ok: yes", "w: git: warning: 100%\u{FFFD}", "w: git: error: a,\u{301}b: no"])
        #expect(
            report.github(workspace: nil) == """
                ::warning title=w%3A git::100%25\u{FFFD}
                ::error title=w%3A git::a,\u{301}b: no

                """)
        let elsewhere = Problem(.error, file: "../.airut/a.yaml", sentence: "no")
        #expect(
            ProblemReport([elsewhere], sources: []).github(workspace: "/w/s/", from: "/w/s/sub/x")
                == "::error file=sub/.airut/a.yaml::no\n")
        #expect(
            ProblemReport([elsewhere], sources: []).github(workspace: "/w/s", from: "/w")
                == "::error file=../.airut/a.yaml::no\n")
        // A separator with an accent is one character, and still separates.
        let problem = Problem(.error, file: "a,\u{301}line=3", sentence: "no")
        #expect(ProblemReport([problem], sources: []).github(workspace: nil) == "::error file=a%2C\u{301}line=3::no\n")
    }

    @Test func `JSON has every problem and their numbers`() throws {
        let loaded = TestConfiguration.load("repos: {}\nx: 1\n\"a\\u0001\\e\": 2")
        let report = ProblemReport(loaded.problems, sources: [loaded.source!])
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
        #expect((object["errors"] as? Int, object["warnings"] as? Int) == (2, 1))
        let problems = try #require(object["problems"] as? [[String: Any]])
        #expect(problems.map { $0["line"] as? Int } == [1, 2, 3])
        #expect(problems[1]["path"] as? String == "x")
        #expect(problems[1]["text"] as? String == "x: 1")
        #expect(problems[2]["path"] as? String == "a\u{1}\u{1B}")
    }
}
