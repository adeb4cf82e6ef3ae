import AirutConfig
import AirutModel
import AirutStore
import AirutTestSupport
import AirutWorker
import Crypto
import Foundation
import Testing

@testable import AirutCommands

/// `airut explain mail` as a program, with the real reader.
@Suite struct ExplainMailTests {
    struct Mail {
        var verdict = "mx.example.org; dmarc=pass header.from=example.org"
        var from = "Ada <ada@example.org>"
        var to = "web@example.org"
        var subject = "Fix the tests"
        var more = ""
        var text = "Please fix them.\r\n\r\nOn Monday, Bob wrote:\r\n> They fail.\r\n"

        var bytes: [UInt8] {
            Array(
                ("Authentication-Results: \(verdict)\r\nFrom: \(from)\r\nTo: \(to)\r\nSubject: \(subject)\r\n"
                    + "Message-ID: <1@example.org>\r\n\(more)\r\n\(text)").utf8)
        }
    }

    private static func repository(_ id: String, model: String = "") -> String {
        """
          \(id):
            repo_url: /srv/git/\(id).git
        \(model)    email:
              account: {username: \(id), password: p, from: \(id)@example.org}
              imap: {server: imap.example.org}
              smtp: {server: smtp.example.org}
              auth: {authorized_senders: [ada@example.org], trusted_authserv_id: mx.example.org}
              maximum_message_size: 64k
            publish: {mode: branch}

        """
    }

    private struct Explanation {
        let result: CommandResult
        let object: [String: Any]

        subscript(key: String) -> String? { object[key] as? String }
        func flag(_ key: String) -> Bool? { object[key] as? Bool }
    }

    private func explain(
        _ mail: Mail, in folder: String, _ arguments: [String] = []
    ) async throws -> Explanation {
        let configuration = folder + "/airut.yaml"
        try
            ("state_directory: \(folder)/state\nrepos:\n" + Self.repository("web", model: "    model: sonnet\n")
            + Self.repository("docs")).write(toFile: configuration, atomically: true, encoding: .utf8)
        let command = [BuiltProgram.path("airut"), "explain", "mail", "-", "--config", configuration, "--json"]
        let result = try await run(command + arguments, input: mail.bytes, mayFail: true)
        let object = try? JSONSerialization.jsonObject(with: result.output) as? [String: Any]
        return Explanation(result: result, object: object ?? [:])
    }

    private func explain(_ mail: Mail, _ arguments: String...) async throws -> Explanation {
        try await withTemporaryDirectory { try await explain(mail, in: $0, arguments) }
    }

    @Test func `a mail that would be run is shown with what the agent gets`() async throws {
        let mail = Mail(
            more: "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n",
            text: """
                --b\r\nContent-Type: text/plain\r\n\r\nPlease fix them.\r\n\r\nOn Monday, Bob wrote:\r\n> They fail.\r
                --b\r\nContent-Type: text/csv; name="a.csv"\r\nContent-Disposition: attachment; filename="a.csv"\r\n\r
                1,2\r\n--b--\r\n
                """)
        let answer = try await explain(mail)
        #expect(answer.result.status == 0, "\(answer.result.errorOutput)")
        #expect(answer.flag("accepted") == true)
        #expect(answer["repository"] == "web")
        #expect(answer["sender"] == "ada@example.org")
        #expect(answer["authentication"]?.contains("DMARC pass") == true)
        #expect(answer.flag("automatic") == false)
        #expect(answer["conversation"] == "new")
        #expect(answer["model"] == "sonnet")
        #expect(answer["subject"] == "Fix the tests")
        #expect(answer["text"]?.contains("Please fix them.") == true)
        #expect(answer["text"]?.contains("They fail") == false)
        let files = try #require(answer.object["attachments"] as? [[String: Any]])
        #expect(files.map { $0["name"] as? String } == ["a.csv"])
        #expect(files.first?["type"] as? String == "text/csv")
        #expect(files.first?["bytes"] as? Int == 3)
    }

    @Test func `a forged mail is refused with the reason, and the rest is told all the same`() async throws {
        let answer = try await explain(
            Mail(verdict: "mx.example.org; dmarc=fail header.from=example.org", more: "Precedence: bulk\r\n"))
        #expect(answer.result.status == 1)
        #expect(answer.flag("accepted") == false)
        #expect(answer.flag("automatic") == true)
        #expect(answer["reason"]?.contains("automatic") == true)
        #expect(answer["authentication"]?.contains("DMARC fail") == true)
        #expect(answer["authorization"]?.contains("ada@example.org") == true)
        #expect(answer.object["conversation"] is NSNull)
    }

    @Test func `who is proven but not allowed, asks for nothing, too much, or for an unknown model is told apart`()
        async throws
    {
        let stranger = try await explain(
            Mail(verdict: "mx.example.org; dmarc=pass header.from=evil.example", from: "eve@evil.example"))
        #expect(stranger.flag("authenticated") == true)
        #expect(stranger.flag("authorized") == false)
        #expect(stranger["reason"]?.contains("not among the authorized senders") == true)
        let unknown = try await explain(Mail(to: "web+gpt@example.org"))
        #expect(unknown["reason"]?.contains("The model “gpt” is not offered") == true)
        #expect(try await explain(Mail(to: "web+opus@example.org"))["model"] == "opus")
        #expect(try await explain(Mail(subject: "", text: " \r\n"))["action"] == "decline")
        let large = try await explain(Mail(text: String(repeating: "word ", count: 20_000)))
        #expect(large["reason"]?.contains("larger than 65536 bytes") == true)
    }

    @Test func `the repository is the one that is written to, or the one that is named`() async throws {
        #expect(try await explain(Mail(to: "docs@example.org"))["repository"] == "docs")
        #expect(try await explain(Mail(to: "docs@example.org"), "--repo", "web")["repository"] == "web")
        let nobody = try await explain(Mail(to: "else@example.org"))
        #expect(nobody.result.status == 2)
        #expect(nobody.result.errorOutput.contains("--repo web, --repo docs"))
        #expect(try await explain(Mail(), "--repo", "none").result.status == 2)
        #expect(try await explain(Mail(to: "web@example.org, docs@example.org")).result.status == 2)
    }

    @Test func `a reply is found in the store, which stays as it is, with a server at work or without`() async throws {
        try await withTemporaryDirectory { folder in
            let state = StateDirectory(path: folder + "/state")
            try FileManager.default.createDirectory(atPath: state.path, withIntermediateDirectories: true)
            var store: Store? = try Store(path: state.database)
            let conversation = try await Self.begin(in: try #require(store))
            let reply = Mail(subject: "Re: [ID:\(conversation)] Fix the tests", more: "In-Reply-To: <0@x.example>\r\n")
            let busy = try await explain(reply, in: folder)
            #expect(busy["conversation"] == conversation.description)
            #expect(busy["model"] == "opus")
            // Ada is in it; Bob, who is not even allowed, would not be.
            #expect(busy.flag("accepted") == true)
            #expect(try await explain(Mail(subject: reply.subject, text: "Stop\r\n"), in: folder)["action"] == "stop")
            store = nil
            let files = { try FileManager.default.contentsOfDirectory(atPath: state.path).sorted() }
            let digest = { SHA256.hash(data: try Data(contentsOf: URL(filePath: state.database))).description }
            let before = (try files(), try digest())
            #expect(try await explain(reply, in: folder)["conversation"] == conversation.description)
            #expect(try files() == before.0)
            #expect(try digest() == before.1)
        }
    }

    @Test func `without a store the subject is believed, and that is said`() async throws {
        let conversation = ConversationID.random()
        let answer = try await explain(Mail(subject: "Re: [ID:\(conversation)] x"))
        #expect(answer["conversation"] == conversation.description)
        #expect((answer.object["notes"] as? [String])?.contains { $0.contains("no store") } == true)
    }

    @Test(arguments: [("haiku", false), ("gpt", true)])
    func `the repository's own model is the one that was fetched last`(model: String, isDoubtful: Bool) async throws {
        try await withTemporaryDirectory { folder in
            let repository = try #require(RepositoryID("docs"))
            let mirror = StateDirectory(path: folder + "/state").mirror(of: repository)
            try FileManager.default.createDirectory(atPath: folder + "/docs/.airut", withIntermediateDirectories: true)
            try Data("default_model: \(model)\n".utf8).write(to: URL(filePath: folder + "/docs/.airut/airut.yaml"))
            let git = ["git", "-C", folder + "/docs", "-c", "user.name=a", "-c", "user.email=a@example.org"]
            try await run(git + ["init", "-q", "-b", "main"])
            try await run(git + ["add", "."])
            try await run(git + ["commit", "-qm", "Set up"])
            try await run(["git", "clone", "-q", "--bare", folder + "/docs", mirror])
            let answer = try await explain(Mail(to: "docs@example.org"), in: folder)
            #expect(answer["model"] == model, "\(answer.result)")
            let notes = try #require(answer.object["notes"] as? [String])
            #expect(
                notes.contains { $0.contains("does not offer the repository's default_model") } == isDoubtful,
                "\(notes)")
        }
    }

    @Test func `a person gets lines, in which no mail can write to the terminal`() async throws {
        try await withTemporaryDirectory { folder in
            _ = try await explain(Mail(), in: folder)
            let path = folder + "/mail.eml"
            try Data(Mail(text: "Hello \u{1B}[2J\u{202E}dlrow\r\n").bytes).write(to: URL(filePath: path))
            let result = try await run(
                [BuiltProgram.path("airut"), "explain", "mail", path, "--config", folder + "/airut.yaml"])
            #expect(result.text.hasPrefix("accepted: "))
            #expect(result.text.contains("  model:           sonnet\n"))
            #expect(!result.text.contains("\u{1B}") && !result.text.contains("\u{202E}"))
            let missing = try await run(
                [BuiltProgram.path("airut"), "explain", "mail", "/nonexistent", "-c", folder + "/airut.yaml"],
                mayFail: true)
            #expect(missing.status == 2)
            #expect(missing.errorOutput == "airut: cannot read /nonexistent: No such file or directory\n")
        }
    }

    /// A conversation of Ada's, with the model opus.
    private static func begin(in store: Store) async throws -> ConversationID {
        let web = try #require(RepositoryID("web"))
        let mail = RawMail(
            repository: web, uidValidity: 1, uid: 1, messageID: MessageID("0@example.org"),
            sha256: Array(SHA256.hash(data: Data("x".utf8))), bytes: Array("x".utf8), receivedAt: Date())
        let message = try await store.accept(mail)
        let new = NewConversation(subject: "Fix the tests", model: "opus")
        let request = AcceptedRequest(
            sender: try #require(EmailAddress("ada@example.org")), subject: new.subject, acceptance: "Yes.",
            document: Data())
        _ = try await store.enqueue(message.id, as: request, into: .new(new))
        return new.id
    }
}
