import AirutConfig
import AirutModel
import Testing

@Suite struct ServerConfigurationTests {
    @Test func `a short file has safe defaults`() throws {
        let loaded = TestConfiguration.web()
        #expect(loaded.problems.map(\.description) == [])
        let server = try #require(loaded.value)
        #expect((server.execution.maxConcurrent, server.execution.shutdownTimeout) == (3, .seconds(60)))
        #expect(server.resourceLimits == ResourceLimits())
        let web = try #require(server.repositories.first)
        #expect(web.id.description == "web")
        #expect(web.publish.mode == .pullRequest)
        #expect(web.publish.repository == "o/n")
        #expect(web.publish.token?.reveal() == "token")
        #expect(web.publish.protectedPaths.contains(".github/workflows/**"))
        #expect(web.git.authorEmail == EmailAddress("airut@x.org"))
        #expect(web.network.sandboxEnabled)
        #expect((web.email.imap.port, web.email.imap.security) == (993, .tls))
        #expect((web.email.smtp.port, web.email.smtp.security) == (587, .starttls))
        #expect(web.models == ["opus", "sonnet", "haiku"])
        #expect(web.email.maximumMessageBytes == 25 << 20)
    }

    @Test func `repositories keep the order of the file`() throws {
        let names = ["zebra", "web", "alpha"]
        let text = "repos:\n" + names.map { "  \($0):\n" + TestConfiguration.repository(user: "\($0)@x.org") }.joined()
        #expect(try #require(TestConfiguration.load(text).value).repositories.map(\.id.description) == names)
    }

    @Test func `a repository's limits replace the server's, and its own file only lowers them`() throws {
        let text =
            "resource_limits: {memory: 1g}\nrepos:\n  web:\n"
            + TestConfiguration.repository("resource_limits: {memory: 2G, timeout: 90m}")
        let web = try #require(TestConfiguration.load(text).value?.repositories.first)
        #expect(web.limits.memoryBytes == 2 << 30)
        #expect(web.limits.timeout == .seconds(5400))
        let file = RepositoryConfiguration.parse(
            text: "resource_limits: {memory: 8g, timeout: 60, cpus: 0.5}", file: "f")
        let limits = try #require(file.value).limits(under: web.limits)
        #expect((limits.memoryBytes, limits.timeout, limits.cpus) == (2 << 30, .seconds(60), 0.5))
    }

    @Test func `ports and protection follow each other`() throws {
        let mail = { (imap: String) in TestConfiguration.web(imap: imap).value?.repositories.first?.email.imap }
        #expect(mail(", port: 143")?.security == .starttls)
        #expect(mail(", security: starttls")?.port == 143)
        #expect(mail(", port: 1993")?.security == .tls)
    }

    @Test func `publish may be a single word`() throws {
        #expect(TestConfiguration.web("publish: branch").value?.repositories.first?.publish.mode == .branch)
    }

    @Test func `a text setting takes words that YAML 1.1 reads as something else`() throws {
        let loaded = TestConfiguration.web("git: {token: !env GIT, username: no, author_name: 0x10}")
        #expect(loaded.problems.map(\.sentence).first?.hasPrefix("“git” stands here a second time") == true)
        let text = "repos:\n  web:\n" + TestConfiguration.repository().replacing("{token", with: "{username: no, token")
        #expect(TestConfiguration.load(text).value?.repositories.first?.git.username == "no")
    }

    @Test func `environment variables, variables, anchors and merge keys are followed`() throws {
        let text = """
            x-mail: &mail {server: !var host, security: tls}
            vars: {host: !env MAIL_HOST, name: Bot}
            repos:
              web:
                repo_url: git@github.com:o/n.git
                claude_version: /opt/claude
                git: {ssh_key: key, known_hosts: ~/hosts, author_name: !var name}
                publish: none
                email:
                  account: {username: u, password: !env MAIL, from: "Airut <airut@x.org>"}
                  imap: {<<: *mail, port: 1}
                  smtp: *mail
                  auth: {authorized_senders: ["*@x.org"], trusted_authserv_id: mx}
                secrets: {A: !env MISSING, B: !env MAIL}
            """
        let loaded = ServerConfiguration.parse(
            text: text, file: "/etc/airut/airut.yaml",
            environment: TestConfiguration.environment.merging(["MAIL_HOST": "m.x.org"]) { $1 })
        #expect(
            loaded.problems.map(\.description) == [
                "/etc/airut/airut.yaml:14:18: warning: repos.web.secrets.A: "
                    + "the environment variable MISSING is not set, so this is left out"
            ])
        let web = try #require(loaded.value?.repositories.first)
        #expect(web.email.imap.server == "m.x.org")
        #expect((web.email.imap.port, web.email.smtp.port) == (1, 465))
        #expect((web.git.sshKey, web.git.knownHosts) == ("/etc/airut/key", "/home/op/hosts"))
        #expect(web.git.authorName == "Bot")
        #expect(web.email.account.from.name == "Airut")
        #expect(web.secrets.mapValues { $0.reveal() } == ["B": "hunter2"])
    }
}
