import AirutTestSupport
import Foundation
import Testing

@Suite struct CheckCommandTests {
    private static let server = """
        repos:
          web:
            repo_url: https://github.com/o/n.git
            git: {token: !env TOKEN}
            email:
              account: {username: a, password: !env TOKEN, from: a@x.org}
              imap: {server: imap.x.org}
              smtp: {server: smtp.x.org}
              auth: {authorized_senders: [b@x.org], trusted_authserv_id: mx.x.org}

        """
    private static let repository = [
        ".airut/airut.yaml": "default_model: opus\n", ".airut/network-allowlist.yaml": "domains: [api.anthropic.com]\n",
        ".airut/container/Dockerfile": "FROM debian:12\n",
    ]

    private func airut(
        _ arguments: String..., files: [String: String] = [:], environment: [String: String] = [:],
        prepare: (String) async throws -> Void = { _ in }
    ) async throws -> CommandResult {
        try await withTemporaryDirectory { folder in
            let all = ["airut.yaml": Self.server].merging(Self.repository) { $1 }.merging(files) { $1 }
            for (path, text) in all {
                let url = URL(filePath: folder).appending(path: path)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: url)
            }
            try await prepare(folder)
            let variables = ["TOKEN": "secret-token"].merging(environment) { $1 }
            return try await run(
                [BuiltProgram.path("airut")] + arguments, in: folder, environment: variables, mayFail: true)
        }
    }

    @Test func `server and repository are good together, or alone`() async throws {
        let both = try await airut("check", "--config", "airut.yaml", "--repo", ".")
        #expect(both.status == 0)
        #expect(
            both.text.hasPrefix("airut.yaml: 1 repository\n") && both.text.contains("\n.: good\n  model      opus\n"))
        #expect(!both.text.contains("\u{1B}"))
        #expect(try await airut("check", "--repo", ".").text.hasPrefix(".: good\n"))
    }

    @Test func `errors end with 1, what cannot be read with 2`() async throws {
        #expect(try await airut("check", "--config", "airut.yaml", files: ["airut.yaml": "repos: 1"]).status == 1)
        #expect(try await airut("check", "--config", "none.yaml").status == 2)
        #expect(try await airut("check", "--repo", "nowhere").status == 2)
        #expect(try await airut("check", "--repo", "nowhere", "--config", "airut.yaml").status == 2)
        #expect(try await airut("check", "--format", "xml").status == 64)
        let empty = try await airut("check", "--repo", "e", files: ["e/x": ""])
        #expect(empty.status == 1)
        #expect(empty.text == "e: has no folder .airut: nothing is set up here\n")
    }

    @Test func `a working copy is checked as it lies there, also for programs and build servers`() async throws {
        let wrong = [
            "r/.airut/airut.yaml": "modle: opus\n", "r/.airut/network-allowlist.yaml": "domains: [\"*.x.org\"]\n",
        ]
        let text = try await airut("check", "--repo", "r", files: wrong)
        #expect(text.status == 1)
        #expect(
            text.text == """
                r/.airut/airut.yaml:1:1: modle: there is no such setting
                    1 | modle: opus
                      | ^
                r/.airut/network-allowlist.yaml:1:11: warning: domains.0: opens every method on hosts that nobody has listed: \
                whoever has one of them can be told everything the agent knows. Name the hosts, or allow only methods: \
                [GET, HEAD]
                    1 | domains: ["*.x.org"]
                      |           ^
                r/.airut/container/Dockerfile: is missing, so there is no environment to work in
                r: 2 errors, 1 warning; no task would begin

                """)
        let github = try await airut("check", "--repo", "r", "--format", "github", files: wrong)
        #expect(github.status == 1)
        #expect(
            github.text.hasPrefix(
                "::error file=r/.airut/airut.yaml,line=1,col=1,title=modle::there is no such setting\n::warning file=r/"
            ))
        let json = try await airut("check", "--repo", "r", "--format", "json", files: wrong)
        let object = try #require(try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
        #expect((object["errors"] as? Int, object["warnings"] as? Int) == (2, 1))
        #expect(json.status == 1)
    }

    @Test func `a working copy is compared with what the server says about the repository it was cloned from`()
        async throws
    {
        let wrong = [".airut/airut.yaml": "container_env: {T: !secret NOPE}\n"]
        let both = try await airut("check", "--config", "airut.yaml", "--repo", ".", files: wrong) { folder in
            try await run(["git", "init", "-q", "."], in: folder)
            try await run(["git", "remote", "add", "origin", "git@GitHub.com:O/n"], in: folder)
        }
        #expect(both.text.contains(".airut/airut.yaml:1:20: container_env.T: the server has no secret NOPE"), "\(both)")
        #expect(both.text.contains("., repository web: 1 error"))
        #expect(both.status == 1)
        let stranger = try await airut("check", "--config", "airut.yaml", "--repo", ".", files: wrong)
        #expect(stranger.status == 0)
        #expect(stranger.errorOutput.contains(". is a clone of none of the server's repositories"))
    }

    @Test func `a terminal gets colours, unless nobody wants them`() async throws {
        try await withTemporaryDirectory { folder in
            try Data("modle: opus\n".utf8).write(to: URL(filePath: folder + "/airut.yaml"))
            let shown = { (environment: [String: String]) in
                let command = "\(BuiltProgram.path("airut")) check --config airut.yaml"
                return try await run(
                    ["script", "-qec", command, "/dev/null"], in: folder, environment: environment, mayFail: true)
            }
            let colored = try await shown(["TERM": "xterm", "NO_COLOR": ""])
            #expect(colored.text.contains("\u{1B}[1;31m^\u{1B}[0m"), "\(colored)")
            #expect(colored.status == 1)
            for environment in [["TERM": "xterm", "NO_COLOR": "1"], ["TERM": "dumb"]] {
                let plain = try await shown(environment)
                #expect(plain.text.contains("airut.yaml:1:1: modle: there is no such setting"))
                #expect(!plain.text.contains("\u{1B}"))
            }
        }
    }

    @Test func `annotations name files as the build server sees them`() async throws {
        let result = try await airut(
            "check", "--repo", "r/../r", "--format", "github", files: ["r/.airut/airut.yaml": "modle: opus\n"],
            environment: ["GITHUB_WORKSPACE": "/"])
        #expect(result.text.contains("/r/.airut/airut.yaml,line=1"), "\(result.text)")
        #expect(!result.text.contains(".."))
    }

    @Test func `of an address the default branch counts`() async throws {
        let prepare: (String) async throws -> Void = { folder in
            let git = ["git", "-c", "user.name=a", "-c", "user.email=a@x.org", "-c", "init.defaultBranch=trunk"]
            try await run(git + ["init", "-q", "."], in: folder)
            try await run(git + ["add", ".airut"], in: folder)
            try await run(git + ["commit", "-qm", "Set up"], in: folder)
            try Data("modle: opus\n".utf8).write(to: URL(filePath: folder + "/.airut/airut.yaml"))
            try await run(["git", "clone", "-q", "--bare", ".", "bare.git"], in: folder)
        }
        let bare = try await airut("check", "--repo", "bare.git", prepare: prepare)
        #expect(bare.text.hasPrefix("bare.git, branch trunk: good\n"), "\(bare.text)")
        #expect(bare.status == 0)
        // With the server's file, the secrets it has are known.
        let both = try await airut("check", "--config", "airut.yaml", "--repo", "bare.git") { folder in
            let airut =
                Self.server.replacing("https://github.com/o/n.git", with: folder + "/bare.git") + "    publish: none\n"
            try Data(airut.utf8).write(to: URL(filePath: folder + "/airut.yaml"))
            try Data("container_env: {T: !secret TOKEN}\n".utf8).write(to: URL(filePath: folder + "/.airut/airut.yaml"))
            try await prepare(folder)
        }
        #expect(
            both.text.contains(".airut/airut.yaml:1:20: container_env.T: the server has no secret TOKEN"),
            "\(both.text)")
        #expect(both.status == 1)
        let nowhere = try await airut("check", "--repo", "file:///nonexistent/x.git")
        #expect(nowhere.status == 2)
        #expect(nowhere.text.contains("there is no such folder"))
    }

    @Test func `effective settings and schemas are printed`() async throws {
        let shown = try await airut("config", "show", "--config", "airut.yaml")
        #expect(shown.status == 0)
        #expect(shown.text.contains("max_concurrent: 3  # default") && !shown.text.contains("secret-token"))
        #expect(try await airut("config", "show", "--config", "none.yaml").status == 2)
        for (name, id) in [("server", "server"), ("repository", "repository"), ("allowlist", "allowlist")] {
            let schema = try await airut("config", "schema", name)
            let object = try #require(try JSONSerialization.jsonObject(with: schema.output) as? [String: Any])
            #expect(object["$id"] as? String == "urn:airut:schema:\(id)")
        }
        #expect(try await airut("config", "schema", "x").status == 64)
    }

    @Test func `migrating shows first, and writes when told to`() async throws {
        let old =
            "# old\n"
            + Self.server.replacing(
                "    repo_url: https://github.com/o/n.git\n    git: {token: !env TOKEN}",
                with: "    git:\n      repo_url: https://github.com/o/n.git # c\n      token: !env TOKEN")
        var after = ""
        let shown = try await airut("config", "migrate", "airut.yaml", files: ["airut.yaml": old])
        #expect(shown.status == 0)
        #expect(
            shown.text.hasPrefix("--- airut.yaml\n+++ airut.yaml\n@@ ") && shown.text.contains("\n+    repo_url: https")
        )
        let written = try await withTemporaryDirectory { folder in
            try Data(old.utf8).write(to: URL(filePath: folder + "/real.yaml"))
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder + "/real.yaml")
            try FileManager.default.createSymbolicLink(atPath: folder + "/airut.yaml", withDestinationPath: "real.yaml")
            let result = try await run(
                [BuiltProgram.path("airut"), "config", "migrate", "--write", "airut.yaml"], in: folder, mayFail: true)
            after = try String(contentsOfFile: folder + "/real.yaml", encoding: .utf8)
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/real.yaml")
            #expect(attributes[.posixPermissions] as? Int == 0o640)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["airut.yaml", "real.yaml"])
            return result
        }
        #expect(written.errorOutput == "airut.yaml: rewritten, 1 setting moved\n")
        #expect(after.hasPrefix("# old\n") && after.contains("\n    repo_url: https://github.com/o/n.git # c\n"))
        let again = try await airut("config", "migrate", "airut.yaml", files: ["airut.yaml": after])
        #expect((again.status, again.errorOutput) == (0, "airut.yaml: is in today's format\n"))
        let refused = try await airut(
            "config", "migrate", "airut.yaml", files: ["airut.yaml": "repos: {w: {git: {repo_url: x}}}\n"])
        #expect(refused.status == 1)
        #expect(try await airut("config", "migrate", "none.yaml").status == 2)
    }
}
