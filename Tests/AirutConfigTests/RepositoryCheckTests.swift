import AirutConfig
import AirutTestSupport
import Foundation
import Testing

@Suite struct RepositoryCheckTests {
    private func check(_ files: [String: String], place: String = "") -> RepositoryCheck {
        let good = [
            ".airut/network-allowlist.yaml": "domains: [a.b]", ".airut/container/Dockerfile": "FROM debian:12\n",
        ]
        let all = good.merging(files) { $1 }
        return RepositoryCheck(place: place) { path in all[path].flatMap { $0 == "-" ? nil : Array($0.utf8) } }
    }

    @Test func `a good repository is told what a task gets`() {
        let text = """
            default_model: opus
            effort: high
            container_env: {LANG: C, GH: !secret GH_TOKEN, K: !secret? K}
            """
        #expect(
            check([".airut/airut.yaml": text]).text(name: ".", style: TextStyle(isColored: false)) == """
                .: good
                  model      opus, effort high
                  container  .airut/container/Dockerfile, from debian:12
                  network    1 rule; the server's rules for builds
                  variables  LANG, GH (secret GH_TOKEN), K (secret K, may be missing)

                """)
    }

    @Test func `all problems of all files come at once, and no task would begin`() {
        let checked = check(
            [
                ".airut/airut.yaml": "modle: x\ntimeout: 1\n", ".airut/network-allowlist.yaml": "domains: x",
                ".airut/container/Dockerfile": "RUN x\n",
            ], place: "repo/")
        #expect(
            checked.problems.map { "\($0.file):\($0.line)" } == [
                "repo/.airut/airut.yaml:1", "repo/.airut/airut.yaml:2", "repo/.airut/network-allowlist.yaml:1",
                "repo/.airut/container/Dockerfile:0",
            ])
        let text = checked.text(name: "repo", style: TextStyle(isColored: false))
        #expect(text.hasSuffix("repo: 4 errors; no task would begin\n"))
        #expect(text.contains("    2 | timeout: 1\n      |          ^\n"))
    }

    @Test func `what a repository says cannot command the terminal`() {
        let checked = check([
            ".airut/container/Dockerfile": "FROM a\u{1B}[2J\u{9B}b:1\n",
            ".airut/airut.yaml": "container_env: {A: \"\\e\"}\ndefault_model: opus\n",
        ])
        let text = checked.text(name: ".", style: TextStyle(isColored: false))
        #expect(text.contains("from a\u{FFFD}[2J\u{FFFD}b:1\n"))
        #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
    }

    @Test func `symbolic links are not followed, and named`() async throws {
        try await withTemporaryDirectory { folder in
            let repository = folder + "/r"
            for name in ["/r/.airut", "/elsewhere"] {
                try FileManager.default.createDirectory(
                    atPath: folder + name, withIntermediateDirectories: true)
            }
            try "FROM debian:12\n".write(toFile: folder + "/elsewhere/Dockerfile", atomically: false, encoding: .utf8)
            try "domains: [a.b]\n".write(
                toFile: repository + "/.airut/network-allowlist.yaml", atomically: false, encoding: .utf8)
            try "account: of-the-machine\n".write(toFile: folder + "/passwd", atomically: false, encoding: .utf8)
            symlink("../../passwd", repository + "/.airut/airut.yaml")
            symlink("../../elsewhere", repository + "/.airut/container")
            let checked = RepositoryCheck(folder: repository + "/")
            #expect(
                checked.problems.map { "\($0.file.dropFirst(repository.count + 1)) \($0.sentence.prefix(18))" } == [
                    ".airut/container/Dockerfile is missing, so the", ".airut/airut.yaml is a symbolic link",
                    ".airut/container is a symbolic link",
                ])
            let text = checked.text(name: "r", style: TextStyle(isColored: false))
            #expect(!text.contains("of-the-machine"))
        }
    }

    @Test func `a missing allowlist and a missing Dockerfile are errors, a missing airut yaml is none`() {
        let checked = check([".airut/network-allowlist.yaml": "-", ".airut/container/Dockerfile": "-"])
        #expect(checked.problems.map(\.file) == [".airut/network-allowlist.yaml", ".airut/container/Dockerfile"])
    }

    @Test(
        arguments: [
            ("FROM debian:latest", 6), ("# c\n\nfrom --platform=linux/amd64 debian AS x\nFROM x\nFROM scratch", 29),
            ("FROM registry.x.org:5000/a/b", 6), ("FROM debian:12", nil), ("FROM debian@sha256:00", nil),
            ("ARG A=x:1\nFROM $A", nil), ("FROM $A", nil),
            ("ARG T=latest B='b'\nFROM x:${T}", 6), ("FROM x:${T:-latest}", 6),
            ("FROM x:1 AS a\nARG T=1\nFROM y:$T", nil),
            // Not every line that begins with FROM is one.
            ("FROM x:1\nRUN <<-'EOF' cat && \\\n  # c\n\n  b <<B\nFROM y\n\tEOF\nFROM y\nB\nRUN a \\\n  FROM z\n", nil),
            ("FROM --platform=x \\\n # c\n  x", 3), ("FROM registry.x.org:5000/a/b:1 as y\r\nFROM Y\r\n", nil),
        ] as [(String, Int?)])
    func `an image that changes from day to day is warned about`(dockerfile: String, column: Int?) {
        let problems = check([".airut/container/Dockerfile": dockerfile]).problems
        #expect(problems.map(\.column) == [column].compactMap(\.self))
        #expect(problems.allSatisfy { $0.severity == .warning })
    }

    @Test(arguments: [
        // 0.8
        """
        default_model: opus
        timeout: 6000
        network:
          sandbox_enabled: true
        container_env:
          CLAUDE_CODE_OAUTH_TOKEN: !secret? CLAUDE_CODE_OAUTH_TOKEN
          ANTHROPIC_API_KEY:       !secret? ANTHROPIC_API_KEY
          GH_TOKEN:                !secret  GH_TOKEN
          R2_ACCOUNT_ID: "inline"
        """,
        // 0.14
        """
        default_model: sonnet
        resource_limits:
          timeout: 7200
          memory: "8g"
          cpus: 4
          pids_limit: 1024
        container_env: {}
        """,
        // 0.16 to 0.18
        """
        default_model: claude-opus-4-5
        default_effort: max
        resource_limits: {timeout: 10, memory: 512M, cpus: 0.5}
        """,
    ])
    func `files of earlier versions load as they are`(text: String) {
        #expect(check([".airut/airut.yaml": text]).problems.map(\.description) == [])
    }
}
