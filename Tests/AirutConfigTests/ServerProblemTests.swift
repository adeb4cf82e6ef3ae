import AirutConfig
import Testing

@Suite struct ServerProblemTests {
    @Test func `every problem is reported at once, in file order, with place, path and advice`() {
        let text = """
            excution: {max_concurrent: 2}
            execution: {max_concurrent: 0, shutdown_timeout: soon}
            repos:
              Web: {}
              web:
                repo_url: http://github.com/o/n
                claude_version: newest
                slack: {bot_token: x}
                email:
                  account: {username: u, password: [x], form: a@b.c}
                  imap: {server: imap.x.org, port: 99999, security: plaintext}
                  smtp: {server: "a b", require_auth: maybe}
                  auth: {authorized_senders: [], trusted_authserv_id: ""}
            """
        #expect(
            TestConfiguration.load(text).problems.map(\.description) == [
                "airut.yaml:1:1: excution: there is no such setting; did you mean “execution”?",
                "airut.yaml:2:29: execution.max_concurrent: should be a whole number from 1 to 1000, not “0”",
                "airut.yaml:2:50: execution.shutdown_timeout: should be a time from 1s to 1d: seconds, or a number with a "
                    + "unit, like 90s, 15m, 2h, not “soon”",
                "airut.yaml:4:3: repos.Web: the name should be 1 to 63 of a-z 0-9 . _ -, beginning with a letter or digit",
                "airut.yaml:6:15: repos.web.repo_url: should be an https:// URL (its user and password belong into "
                    + "git.username and git.token), ssh://user@host/path, user@host:path, file:// or an absolute "
                    + "path, not “http://github.com/o/n”",
                "airut.yaml:7:21: repos.web.claude_version: should be latest, stable, a version like 2.1.330, "
                    + "or the absolute path of a Claude Code executable, not “newest”",
                "airut.yaml:8:12: repos.web.slack: this version has no Slack channel; requests come by email",
                "airut.yaml:10:16: repos.web.email.account.from: is required: Address people write to and get their "
                    + "answers from, with or without a name before it.",
                "airut.yaml:10:40: repos.web.email.account.password: should be a secret, from an environment variable "
                    + "(!env NAME), not a list",
                "airut.yaml:10:45: repos.web.email.account.form: there is no such setting; did you mean “from”?",
                "airut.yaml:11:40: repos.web.email.imap.port: should be a whole number from 1 to 65535, not “99999”",
                "airut.yaml:11:57: repos.web.email.imap.security: plaintext is accepted only for a server on this machine "
                    + "(localhost, 127.0.0.1, ::1); use tls or starttls for imap.x.org",
                "airut.yaml:12:22: repos.web.email.smtp.server: should be the name of a host, like mail.example.org, "
                    + "not “a b”",
                "airut.yaml:12:43: repos.web.email.smtp.require_auth: should be true or false, not “maybe”",
                "airut.yaml:13:34: repos.web.email.auth.authorized_senders: should have at least one entry",
                "airut.yaml:13:59: repos.web.email.auth.trusted_authserv_id: is empty, which would trust whatever a sender writes: "
                    + "look up the name after “Authentication-Results:” at the top of a received mail, and write it here",
            ])
    }

    @Test(arguments: [
        ("", "the file is empty"), ("[1]", "should be a mapping of settings, not a list"),
        ("just text", "should be a mapping of settings, not this text"),
        ("a: [", "this is not YAML: did not find expected node content while parsing a flow node"),
        ("execution: 3\nrepos: {}", "should be a mapping of settings, not “3”"),
        ("repos:", "is required, but nothing stands here"), ("repos: [a]", "should be a mapping, not a list"),
        (
            "vars: {a: !var b}\nrepos: {}",
            "should be a text, a number, or !env NAME; variables do not refer to each other"
        ),
        ("state_directory: !var stat\nvars: {state: /x}\nrepos: {}", "vars has no “stat”; did you mean “state”?"),
        (
            "state_directory: !secret x\nrepos: {}",
            "!secret belongs into container_env of a repository's .airut/airut.yaml"
        ),
        ("state_directory: !foo x\nrepos: {}", "the tag !foo means nothing here; there are !env NAME and !var NAME"),
        ("state_directory: !env\nrepos: {}", "!env is followed by a name: !env NAME"),
        ("config_version: 6\nrepos: {}", "should be a whole number from 1 to 5, not “6”"),
        (
            "container: {command: ../podman}\nrepos: {}",
            "should be the name or absolute path of a program, not “../podman”"
        ),
    ])
    func `a file that cannot be used has a sentence that says why`(text: String, sentence: String) {
        let loaded = TestConfiguration.load(text)
        #expect(loaded.value == nil)
        #expect(loaded.errors.map(\.sentence) == [sentence])
    }

    @Test(arguments: [
        (
            "publish: {mode: pull-request}",
            "should be none, branch or pull_request, not “pull-request”; did you mean “pull_request”?"
        ),
        ("publish: {branch_prefix: '-x'}", "should be the beginning of a branch's name, like airut/, not “-x”"),
        (
            "publish: {api_url: 'http://api.x.org'}",
            "should be an https:// URL (http:// only to this machine), not “http://api.x.org”"
        ),
        ("model: '--opus'", "should be the name of a model, like opus, not “--opus”"),
        (
            "container_path: ../x",
            "should be a folder in the repository without “..”, like .airut/container, not “../x”"
        ),
        (
            "secrets: {9A: x}",
            "the name should be that of an environment variable: letters, digits and _, like GH_TOKEN"
        ),
        (
            "masked_secrets: {A: {value: long-enough, scopes: github.com, headers: [A]}}",
            "should be a list, not “github.com”"
        ),
        ("resource_limits: {memory: 4x}", "should be a size of at least 1m, like 512m or 4g, not “4x”"),
        ("resource_limits: {cpus: 1e3}", "should be a number from 0.01 to 4096, not “1e3”"),
        ("github_app_credentials: {}", "this version has no GitHub App credentials; use a token in masked_secrets"),
    ])
    func `a wrong setting of a repository is refused`(setting: String, sentence: String) {
        #expect(TestConfiguration.web(setting).problems.map(\.sentence) == [sentence])
    }

    @Test func `a required secret whose variable is not set is an error that names it`() {
        let text = "repos:\n  web:\n" + TestConfiguration.repository()
        let loaded = TestConfiguration.load(text, environment: ["GIT": "x"])
        #expect(loaded.problems.map(\.sentence) == ["the environment variable MAIL is not set"])
    }

    @Test func `no message repeats a secret`() {
        let loaded = TestConfiguration.load(
            "state_directory: !env MAIL\nrepos:\n  web:\n" + TestConfiguration.repository("model: !env MAIL\nextra: 1"),
            environment: ["GIT": "topsecret1", "MAIL": "--topsecret2"])
        #expect(loaded.problems.count == 3)
        #expect(!loaded.problems.contains { $0.description.contains("topsecret") })
    }

    @Test func `two repositories cannot share a mailbox`() {
        let text = "repos:\n  a:\n" + TestConfiguration.repository() + "  b:\n" + TestConfiguration.repository()
        let loaded = TestConfiguration.load(text)
        #expect(loaded.errors.map(\.path) == ["repos.b.email.account.username"])
        #expect(loaded.errors.map(\.sentence) == ["is the mailbox of a too: each repository needs its own"])
    }

    @Test func `pull requests need a token and a repository's name`() {
        let text =
            "repos:\n  web:\n"
            + TestConfiguration.repository().replacing("token: !env GIT", with: "")
            .replacing("https://github.com/o/n.git", with: "/srv/git/n.git")
        #expect(
            TestConfiguration.load(text).errors.map(\.path) == [
                "repos.web.publish.repository", "repos.web.publish.token",
            ])
        let other = "repos:\n  web:\n" + TestConfiguration.repository().replacing("github.com", with: "git.x.org")
        #expect(TestConfiguration.load(other).errors.map(\.path) == ["repos.web.publish.api_url"])
    }

    @Test func `settings of the same format that mean nothing here are warnings`() {
        let loaded = TestConfiguration.load(
            "container_command: docker\ndashboard: {port: 1}\nnetwork: {upstream_dns: 1.1.1.1}\nrepos:\n  web:\n"
                + TestConfiguration.repository(imap: ", connect_retries: 3"))
        #expect(
            loaded.warnings.map(\.path) == [
                "container_command", "dashboard", "network.upstream_dns", "repos.web.email.imap.connect_retries",
            ])
        #expect(loaded.value?.container.command == "docker")
    }

    @Test func `more problems than anybody reads are counted`() {
        let text = (0..<1000).map { "unknown\($0): 1\n" }.joined() + "repos: {}\n"
        let problems = TestConfiguration.load(text).problems
        #expect(problems.count == 201)
        #expect(problems.last?.sentence == "and 801 more problems")
    }
}
