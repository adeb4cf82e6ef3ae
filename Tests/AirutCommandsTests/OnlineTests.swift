import AirutModel
import AirutTestMail
import AirutTestSupport
import Foundation
import Testing

@testable import AirutCommands

/// `airut check --online` as a program, with a mail server and a repository on this machine.
@Suite struct OnlineTests {
    @Test func `each probe has its lines, and what does not work decides the status`() async throws {
        try await withTemporaryDirectory { folder in
            try await run(["git", "init", "-q", "-b", "main", folder + "/seed"])
            try await run(["git", "-C", folder + "/seed", "commit", "-q", "--allow-empty", "-m", "x"])
            try await run(["git", "clone", "-q", "--bare", folder + "/seed", folder + "/web.git"])
            try await withMailServer(TestMailConfiguration(accounts: DemoAddresses.accounts)) { mail in
                let file = folder + "/airut.yaml"
                try Self.configuration(mail, folder).write(toFile: file, atomically: true, encoding: .utf8)
                let result = try await Self.check(file, "--online", "--probe-mail")
                for line in [
                    "podman: ok: Podman ", "web: mailbox: ok: logged in at 127.0.0.1", "web: sending: ok: logged in",
                    "web: git: ok: may be pushed to", "web: agent's credential: warning: none of",
                    "web: forged verdict: ok: the provider writes its own",
                ] { #expect(result.text.contains(line), "\(line) in \(result.text)") }
                #expect(result.errorOutput.contains("… web: git\n"))
                #expect(result.errorOutput.contains("✓ web: git\n"))
                try FileManager.default.removeItem(atPath: folder + "/web.git")
                let broken = try await Self.check(file, "--online")
                #expect(broken.status == 1)
                #expect(broken.text.contains("web: git: error: cannot open"))
                let json = try await Self.check(file, "--online", "--format", "json")
                let report = try JSONDecoder().decode(Report.self, from: json.output)
                #expect(json.status == 1)
                #expect(report.errors == 1 && report.warnings > 0)
                let git = report.probes.first { $0.probe == "web: git" }
                #expect(git?.findings.map(\.severity) == ["error"])
                let github = try await Self.check(file, "--online", "--format", "github")
                #expect(github.text.contains("::error title=web%3A git::cannot open"))
                #expect(!github.text.contains("logged in"))
                #expect(try await Self.check(file).text.contains("web: git") == false)
            }
        }
    }

    private struct Report: Decodable {
        struct Probe: Decodable {
            let probe: String
            let findings: [Finding]
        }
        struct Finding: Decodable {
            let severity: String
            let message: String
        }
        let probes: [Probe]
        let errors: Int
        let warnings: Int
    }

    private static func check(_ file: String, _ options: String...) async throws -> CommandResult {
        try await run([BuiltProgram.path("airut"), "check", "--config", file] + options, mayFail: true)
    }

    private static func configuration(_ mail: TestMailServer, _ folder: String) -> String {
        """
        container: {allow_unlimited: true}
        repos:
          web:
            repo_url: \(folder)/web.git
            publish: branch
            email:
              account: {username: \(DemoAddresses.airut), password: airut-demo, from: \(DemoAddresses.airut)}
              imap: {server: 127.0.0.1, port: \(mail.imapPort), security: plaintext}
              smtp: {server: 127.0.0.1, port: \(mail.smtpPort), security: plaintext}
              auth: {authorized_senders: [\(DemoAddresses.alice)], trusted_authserv_id: \(mail.configuration.hostName)}

        """
    }
}
