import AirutConfig
import AirutModel
import Testing

@Suite struct AdviceTests {
    private func advice(_ text: String) -> [String] {
        ServerConfiguration.parse(
            text: text, file: "f", environment: TestConfiguration.environment, givesAdvice: true
        ).problems.map { "\($0.severity) \($0.path): \($0.sentence.prefix(40))" }
    }

    private func web(_ extra: String) -> String { "repos:\n  web:\n" + TestConfiguration.repository(extra) }

    @Test func `a sober file gets none`() {
        #expect(
            advice(web("masked_secrets: {GH_TOKEN: {value: !env GIT_LONG, scopes: [a.b], headers: [A]}}")).count == 1)
        #expect(advice(web("secrets: {LANGUAGE: !env MAIL}")) == [])
    }

    @Test(arguments: [
        ("network: {sandbox_enabled: false}", "repos.web.network.sandbox_enabled: lets the agent reach"),
        ("secrets: {GH_TOKEN: !env GIT}", "repos.web.secrets.GH_TOKEN: can be read and repeated"),
        ("secrets: {MY_API_KEY: !env GIT}", "repos.web.secrets.MY_API_KEY: can be read and repeated"),
        ("publish: {allow_protected_paths: true}", "repos.web.publish.allow_protected_paths: lets whoever may write"),
    ])
    func `what is legal but unwise in a repository's settings is a warning`(setting: String, said: String) {
        let found = advice(web(setting))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("warning \(said)") == true, "\(found)")
        // A running server does not repeat it.
        #expect(TestConfiguration.web(setting).problems == [])
    }

    @Test func `everybody's mail provider and the metadata service are warned about`() {
        #expect(advice(web("").replacing("[a@x.org]", with: "[\"*@GMail.com\", \"*@x.org\"]")).count == 1)
        #expect(advice("network: {allowed_private: [169.254.0.0/16, 10.0.0.0/8]}\n" + web("")).count == 1)
    }

    @Test(arguments: [
        ("domains: [\"*.x.org\", y.org]", [1]), ("url_prefixes: [{host: \"*.x.org\"}]", [1]),
        ("url_prefixes:\n- host: \"*.x.org\"\n  methods: [get, POST]", [2]),
        ("url_prefixes: [{host: \"*.x.org\", methods: [GET, HEAD]}, {host: y.org}]", []),
        ("build: {domains: [\"*.x.org\"]}", [1]),
    ])
    func `hosts nobody has listed that may be written to are warned about`(text: String, lines: [Int]) {
        let loaded = AllowlistFile.parse(bytes: Array(text.utf8), file: "f", givesAdvice: true)
        #expect(loaded.problems.map(\.line) == lines)
        #expect(loaded.errors == [])
        #expect(AllowlistFile.parse(bytes: Array(text.utf8), file: "f").problems == [])
    }

    @Test func `a secret the server does not have is an error, where the server is known`() {
        let text = Array("container_env: {A: !secret GH_TOKN, B: !secret? C, D: !secret GH_TOKEN}".utf8)
        let parse = { RepositoryConfiguration.parse(bytes: text, file: "f", server: $0).errors.map(\.sentence) }
        #expect(parse(nil) == [])
        var server = RepositorySettings()
        server.secrets = ["GH_TOKEN": Secret("x")]
        #expect(
            parse(server) == [
                "the server has no secret GH_TOKN for this repository; did you mean “GH_TOKEN”?"
            ])
    }

    @Test func `what a run would not get from the server is told, where the server is known`() {
        var server = RepositorySettings()
        (server.models, server.limits.timeout) = (["opus", "haiku"], .seconds(3600))
        let problems = { (text: String, server: RepositorySettings?) in
            RepositoryConfiguration.parse(bytes: Array(text.utf8), file: "f", server: server).problems
                .map(\.description)
        }
        #expect(problems("default_model: sonnet\ntimeout: 9999", nil) == [])
        #expect(problems("default_model: haiku\neffort: max\nresource_limits: {timeout: 1h}", server) == [])
        #expect(
            problems("default_model: sonnet\nresource_limits: {timeout: 2h, memory: 1g, cpus: 64}", server) == [
                "f:1:16: default_model: is not one of the models that the server offers, so no run would begin: opus, haiku",
                "f:2:28: warning: resource_limits.timeout: is more than the server allows: a run gets 1h",
                "f:2:50: warning: resource_limits.cpus: is more than the server allows: a run gets 2",
            ])
        (server.model, server.effort) = ("opus", "low")
        #expect(
            problems("default_model: sonnet\ndefault_effort: max\ntimeout: 9999", server) == [
                "f:1:16: warning: default_model: has no effect: the server's file says model: opus",
                "f:2:17: warning: default_effort: has no effect: the server's file says effort: low",
                "f:3:10: warning: timeout: is more than the server allows: a run gets 1h",
            ])
    }

    @Test func `a secret in a repository is warned about`() {
        let text = "container_env: {GH_TOKEN: ghp_0123456789, A_KEY: short, LANG: C.UTF-8, B_TOKEN: !secret B}"
        let loaded = RepositoryConfiguration.parse(bytes: Array(text.utf8), file: "f", givesAdvice: true)
        #expect(loaded.warnings.map(\.path) == ["container_env.GH_TOKEN"])
    }
}
