import AirutConfig
import AirutModel
import AirutTestSupport
import Foundation
import Testing

@Suite struct EnvironmentFileTests {
    /// What a variable `V` of a `.env` file is read as; `nil` when it is not set.
    private func value(_ text: String) async throws -> (value: String?, warnings: [String]) {
        var result: (String?, [String]) = (nil, [])
        try await withTemporaryDirectory { folder in
            let yaml = "repos:\n  web:\n" + TestConfiguration.repository("secrets: {V: !env V}")
            try yaml.write(toFile: folder + "/airut.yaml", atomically: false, encoding: .utf8)
            try Data(text.utf8).write(to: URL(filePath: folder + "/.env"))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder + "/.env")
            let loaded = ServerConfiguration.load(
                path: folder + "/airut.yaml", environment: TestConfiguration.environment)
            let warnings = loaded.problems.filter { $0.file.hasSuffix(".env") }
            result = (
                loaded.value?.repositories.first?.secrets["V"]?.reveal(), warnings.map { "\($0.line) \($0.sentence)" }
            )
        }
        return result
    }

    @Test(arguments: [
        ("V=plain", "plain"), ("  V = spaced out \t\r\n", "spaced out"), ("export V=x", "x"), ("export\tV=x\n", "x"),
        ("V=a # comment", "a"), ("V=a#b", "a#b"), ("V='a # b' # c", "a # b"), ("V='a\\n\"b'", "a\\n\"b"),
        ("V=\"a\\n\\t\\\\\\\"\\$\\x\"", "a\n\t\\\"$\\x"), ("V=\"two\nlines\"\nW=1", "two\nlines"),
        ("# V=no\n\n\nV=yes", "yes"), ("V=first\nV=second", "second"), ("V=ä=b", "ä=b"), ("V=\r\nW=1\r\n", ""),
        ("W='a\nV=no'\nV=yes", "yes"),
    ])
    func `values are read as a shell would`(text: String, expected: String) async throws {
        let (value, warnings) = try await value(text)
        // An empty secret is refused, so an empty value shows as none.
        #expect(value == (expected.isEmpty ? nil : expected))
        #expect(warnings == [])
    }

    @Test(
        arguments: [
            ("no assignment\nV=x", "x", 1), ("V=x\n=y", "x", 2), ("9A=1\nV=x", "x", 1), ("V=x\nW='open\nmore", "x", 2),
            ("export\nV=x", "x", 1),
        ] as [(String, String, Int)])
    func `a line that is not understood is skipped with a warning`(text: String, expected: String, line: Int)
        async throws
    {
        let (value, warnings) = try await value(text)
        #expect(value == expected)
        #expect(warnings == ["\(line) is not NAME=value, so it is skipped"])
    }
}
