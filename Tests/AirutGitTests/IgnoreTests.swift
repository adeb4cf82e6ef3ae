import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@testable import AirutGit

@Suite struct IgnoreTests {
    static let rules = """
        # comment
        *.log
        !keep.log
        /top
        build/
        docs/*.txt
        **/deep/name
        a/**/z
        everything/**
        \\#hash
        \\!bang
        trailing\\ \u{20}
        [a-c]?.x
        [!a-c]?.y
        foo[
        st*r*
        dos\r
        logs/**/debug.log
        dir/sub/
        """

    static let paths = [
        "x.log", "sub/x.log", "keep.log", "sub/keep.log", "top", "sub/top", "build/f", "sub/build/f", "docs/a.txt",
        "docs/sub/a.txt", "deep/name", "q/deep/name", "a/z", "a/b/z", "a/b/c/z", "b/a/z", "everything/f",
        "everything/g/h", "#hash", "!bang", "trailing ", "trailing", "bq.x", "zq.x", "zq.y", "bq.y", "foo[", "stor",
        "string", "xstar", "dos", "dos\r", "logs/debug.log", "logs/a/b/debug.log", "dir/sub/x", "o/dir/sub/x", "plain",
    ]

    @Test func `the same files are ignored as git ignores`() async throws {
        try await withWorkshop { workshop in
            try workshop.write("\(workshop.seed)/.gitignore", Self.rules)
            let input = Data(Self.paths.joined(separator: "\0").utf8)
            let result = try await run(
                ["/usr/bin/git", "check-ignore", "--no-index", "-z", "--stdin"], input: input, in: workshop.seed)
            let expected = Set(result.text.split(separator: "\0").map { String($0) })
            let stack = try Self.stack([("", Self.rules)])
            let ours = Set(Self.paths.filter { Self.isIgnored($0, stack) })
            #expect(ours.sorted() == expected.sorted())
        }
    }

    private static func stack(
        _ files: [(folder: String, rules: String)], budget: StepBudget = StepBudget()
    ) throws -> IgnoreStack {
        var stack = IgnoreStack(within: budget)
        for (folder, rules) in files {
            stack.push(try #require(IgnoreRules(Array(rules.utf8), within: budget)), folder: FileName(folder))
        }
        return stack
    }

    /// As the scan does it: what is below an ignored folder is ignored.
    private static func isIgnored(_ path: String, _ stack: IgnoreStack) -> Bool {
        let parts = path.split(separator: "/")
        return parts.indices.contains { last in
            let part = FileName(parts[...last].joined(separator: "/"))
            return stack.isIgnored(part, isFolder: last != parts.count - 1) == true
        }
    }

    @Test func `a nearer file decides, and only from its folder on`() throws {
        let stack = try Self.stack([("", "*.tmp\n"), ("sub", "!/here.tmp\nown\n")])
        #expect(stack.isIgnored(FileName("sub/here.tmp"), isFolder: false) == false)
        #expect(stack.isIgnored(FileName("sub/below/here.tmp"), isFolder: false) == true)
        #expect(stack.isIgnored(FileName("sub/below/own"), isFolder: false) == true)
    }

    @Test func `rules that take too long have no verdict, and neither have later ones`() throws {
        let budget = StepBudget(2_000)
        let hard = String(repeating: "*a", count: 60)
        let stack = try Self.stack([("", hard + "\nplain\n")], budget: budget)
        #expect(stack.isIgnored(FileName("plain"), isFolder: false) == true)
        #expect(stack.isIgnored(FileName(String(repeating: "a", count: 4000) + "b"), isFolder: false) == nil)
        #expect(stack.isIgnored(FileName("plain"), isFolder: false) == nil)
        #expect(IgnoreRules([], within: budget) == nil)
    }

    @Test func `too many or too long rules are not followed`() {
        let many = String(repeating: "x\n", count: IgnoreRules.mostRules + 1)
        #expect(IgnoreRules(Array(many.utf8), within: StepBudget()) == nil)
        #expect(IgnoreRules(Array(String(repeating: "*a", count: 3000).utf8), within: StepBudget()) == nil)
    }

    @Test func `a mass of rules neither stalls nor commits what they may have meant`() async throws {
        try await withWorkspace { workshop, base in
            let rules = (0..<75_000).map { "*x\($0)*y*\n" }.joined()
            try workshop.write("\(workshop.workspace)/sub/.gitignore", rules)
            for number in 0..<200 { try workshop.write("\(workshop.workspace)/sub/\(number)", "new") }
            try workshop.write("\(workshop.workspace)/src/app.txt", "changed\n")
            let result = try await workshop.publish(base: base)
            #expect(result.outcome == .pushed && result.changes.map(\.path) == ["src/app.txt"])
            #expect(
                result.notes.filter { $0.contains("sub/.gitignore has too many rules") }.count == 1, "\(result.notes)")
        }
    }

    @Test func `a pattern full of stars takes no time`() {
        let glob = NameGlob(Array(String(repeating: "*a", count: 60).utf8))
        #expect(!glob.matches(FileName(String(repeating: "a", count: 4000) + "b")))
        let path = PathGlob(String(repeating: "**/a/", count: 40) + "b")
        #expect(!path.matches(FileName(String(repeating: "a/", count: 400) + "c")))
    }
}
