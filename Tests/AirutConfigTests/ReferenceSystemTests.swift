import AirutConfig
import Testing

/// Every setting that the reference system knows is known here: used, without effect, or refused by name.
@Suite struct ReferenceSystemTests {
    private static let everything = """
        config_version: 5
        vars: {mail: mail.x.org}
        execution: {max_concurrent: 3, shutdown_timeout: 60, conversation_max_age_days: 7, image_prune: true}
        dashboard: {enabled: true, host: 127.0.0.1, port: 5200, base_url: d.x.org}
        network: {upstream_dns: 1.1.1.1}
        container_command: podman
        repos:
          web:
            repo_url: https://github.com/o/n.git
            model: ""
            effort: ""
            claude_version: latest
            container_path: .airut/container
            network: {sandbox_enabled: true}
            resource_limits: {timeout: 7200, memory: "8G", cpus: 1.5, pids_limit: 1024}
            secrets: {A: !env MISSING, B: plain}
            masked_secrets:
              GH_TOKEN: {value: !env GIT_TOKEN, scopes: ["*.x.org"], headers: ["Authorization"], allow_foreign_credentials: false}
            email:
              account: {username: airut, from: "Airut <airut@x.org>", password: !env MAIL}
              imap:
                server: !var mail
                port: 993
                connect_retries: 3
                poll_interval: 60
                use_idle: yes
                idle_reconnect_interval: 1740
              smtp: {server: !var mail, port: 587, require_auth: on}
              auth: {authorized_senders: [a@x.org, "*@y.org"], trusted_authserv_id: mx, microsoft_internal_fallback: false}

        """
    private static let unsupported = [
        "signing_credentials": "{AWS: {type: aws-sigv4}}", "github_app_credentials": "{GH: {app_id: 1}}",
        "slack": "{bot_token: x, app_token: y}", "schedules": "{n: {cron: '0 9 * * *'}}",
    ]

    private func load(_ extra: String = "") -> Loaded<ServerConfiguration> {
        let environment = TestConfiguration.environment.merging(["GIT_TOKEN": "long-enough"]) { $1 }
        return ServerConfiguration.parse(text: Self.everything + extra, file: "f", environment: environment)
    }

    @Test func `a whole file of schema 5 loads, and is told what has no effect`() throws {
        let loaded = load()
        #expect(loaded.errors.map(\.description) == [])
        #expect(
            Set(loaded.warnings.map(\.path)) == [
                "execution.image_prune", "dashboard", "network.upstream_dns", "container_command",
                "repos.web.secrets.A",
                "repos.web.email.imap.connect_retries", "repos.web.email.imap.idle_reconnect_interval",
                "repos.web.publish",
            ])
        let web = try #require(loaded.value?.repositories.first)
        #expect((web.model, web.effort, web.publish.mode) == (nil, nil, .none))
        #expect(web.limits.memoryBytes == 8 << 30)
    }

    @Test(arguments: unsupported.keys.sorted())
    func `a feature that is not there is an error that names it`(key: String) throws {
        let loaded = load("    \(key): \(try #require(Self.unsupported[key]))\n")
        #expect(loaded.errors.map(\.path) == ["repos.web.\(key)"])
        #expect(load("    \(key): false\n").errors == [])
    }

    @Test func `Microsoft's login and its mail without verdict are errors that name them`() {
        let text =
            Self.everything.replacing("microsoft_internal_fallback: false}", with: "microsoft_internal_fallback: true}")
            + "      microsoft_oauth2: {tenant_id: a, client_id: b, client_secret: c}\n"
        let loaded = ServerConfiguration.parse(
            text: text, file: "f",
            environment: TestConfiguration.environment.merging(["GIT_TOKEN": "long-enough"]) { $1 })
        #expect(
            loaded.errors.map(\.path) == [
                "repos.web.email.auth.microsoft_internal_fallback", "repos.web.email.microsoft_oauth2",
            ])
    }

    @Test func `a server that trusts every verdict is told what to write`() {
        let text = Self.everything.replacing("trusted_authserv_id: mx", with: "trusted_authserv_id: \"\"")
        let loaded = ServerConfiguration.parse(
            text: text, file: "f",
            environment: TestConfiguration.environment.merging(["GIT_TOKEN": "long-enough"]) { $1 })
        #expect(loaded.errors.map(\.sentence.description).first?.hasPrefix("is empty, which would trust") == true)
    }
}
