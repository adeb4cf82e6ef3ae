import AirutConfig
import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutCommands

@Suite struct InitTests {
    private static let options = [
        "--non-interactive", "--repo-url", "https://github.com/acme/web.git", "--address", "web@acme.example",
        "--authserv-id", "mx.acme.example", "--sender", "ada@acme.example", "--sender", "*@friends.example",
    ]

    private func airut(
        _ arguments: [String], input: String = "", mayFail: Bool = false
    ) async throws -> CommandResult {
        try await run([BuiltProgram.path("airut")] + arguments, input: Array(input.utf8), mayFail: mayFail)
    }

    @Test func `what it writes without a question is accepted by the check`() async throws {
        try await withTemporaryDirectory { folder in
            let file = folder + "/etc/airut.yaml"
            let result = try await airut(["init", "--config", file] + Self.options)
            #expect(result.text.contains("MAIL_PASSWORD") && result.text.contains("airut check"))
            let first = try await airut(["check", "--config", file])
            #expect(first.text.contains("1 repository, 3 warnings"))
            #expect(first.text.contains("MAIL_PASSWORD still is what airut init wrote for it"))
            let secrets = try String(contentsOfFile: folder + "/etc/.env", encoding: .utf8)
            try secrets.replacing("replace-me", with: "a-real-one").write(
                toFile: folder + "/etc/.env", atomically: false, encoding: .utf8)
            let check = try await airut(["check", "--config", file])
            #expect(check.text.contains("1 repository\n"))
            #expect(!check.text.contains("warning"))
            let loaded = ServerConfiguration.load(path: file, environment: [:])
            let repository = try #require(loaded.value?.repositories.first)
            #expect(repository.id.description == "web")
            #expect(repository.email.imap.server == "imap.acme.example")
            #expect(
                repository.email.auth.authorizedSenders.map(\.description) == ["ada@acme.example", "*@friends.example"])
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/etc/.env")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test(arguments: [
        ["--repo-url", "git@git.acme.example:acme/web.git", "--ssh-key", "/k", "--known-hosts", "/h"],
        ["--repo-url", "ssh://git@github.com/acme/web.git"], ["--repo-url", "/srv/git/web.git"],
        ["--repo-url", "https://gitlab.com/acme/tools/web.git", "--id", "tools"],
        ["--repo-url", "https://github.com/acme/web.git", "--credential", "CLAUDE_CODE_OAUTH_TOKEN"],
        ["--repo-url", "https://github.com/acme/web.git", "--username", "weird: \"name\" # é"],
    ]) func `every kind of repository and account is`(options: [String]) async throws {
        try await withTemporaryDirectory { folder in
            let file = folder + "/airut.yaml"
            _ = try await airut(["init", "--config", file] + Self.options + options)
            #expect(try await airut(["check", "--config", file], mayFail: true).status == 0)
            if let name = options.firstIndex(of: "--username") {
                let loaded = ServerConfiguration.load(path: file, environment: [:])
                #expect(loaded.value?.repositories[0].email.account.username == options[name + 1])
            }
        }
    }

    @Test func `whatever is missing or wrong is told at once, and nothing is written`() async throws {
        try await withTemporaryDirectory { folder in
            let file = folder + "/airut.yaml"
            let result = try await airut(
                ["init", "--config", file, "--non-interactive", "--address", "nobody", "--id", "A B"], mayFail: true)
            #expect(result.status == 64)
            for part in ["--repo-url is missing", "--address: should be", "--id: ", "--sender is missing"] {
                #expect(result.errorOutput.contains(part), "\(part) in \(result.errorOutput)")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        }
    }

    @Test func `a person is asked, again after a mistake, and may take the usual`() async throws {
        try await withTemporaryDirectory { folder in
            let file = folder + "/airut.yaml"
            let answers = [
                "ftp://x", "https://github.com/acme/web.git", "", "web(at)acme", "web@acme.example", "", "", "",
                "mx.acme.example", "ada@acme.example, bob@acme.example",
            ]
            let result = try await airut(
                ["init", "--config", file], input: answers.joined(separator: "\n") + "\n")
            #expect(result.text.contains("IMAP server (TLS, port 993) [imap.acme.example]: "))
            #expect(result.text.contains("  should be "))
            #expect(try await airut(["check", "--config", file]).status == 0)
            let ended = try await airut(["init", "--config", folder + "/b/airut.yaml"], input: "x\n", mayFail: true)
            #expect(ended.status == 1)
            #expect(!FileManager.default.fileExists(atPath: folder + "/b"))
        }
    }

    @Test func `existing files are named and left as they are`() async throws {
        try await withTemporaryDirectory { folder in
            try Data("A=1\n".utf8).write(to: URL(filePath: folder + "/.env"))
            let result = try await airut(["init", "--config", folder + "/airut.yaml"] + Self.options, mayFail: true)
            #expect(result.status == 1)
            #expect(result.errorOutput.contains("\(folder)/.env"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [".env"])
        }
    }
}
