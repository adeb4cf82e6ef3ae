import AirutConfig
import Testing

@Suite struct RepositoryConfigurationTests {
    private func parse(_ text: String) -> Loaded<RepositoryConfiguration> {
        RepositoryConfiguration.parse(text: text, file: ".airut/airut.yaml")
    }

    @Test func `a file written for the first format keeps working`() throws {
        let loaded = parse(
            """
            default_model: opus
            timeout: 6000
            default_effort: high
            network:
              sandbox_enabled: true
            container_env:
              CLAUDE_CODE_OAUTH_TOKEN: !secret? CLAUDE_CODE_OAUTH_TOKEN
              GH_TOKEN: !secret  GITHUB
              R2_ACCOUNT_ID: "inline"
              RETRIES: 3
              EMPTY:
            """)
        #expect(loaded.problems.map(\.description) == [])
        let file = try #require(loaded.value)
        #expect((file.defaultModel, file.effort) == ("opus", "high"))
        #expect(file.resourceLimits.timeout == .seconds(6000))
        #expect(
            file.containerEnvironment == [
                ContainerVariable(
                    name: "CLAUDE_CODE_OAUTH_TOKEN", value: .secret("CLAUDE_CODE_OAUTH_TOKEN", isOptional: true)),
                ContainerVariable(name: "GH_TOKEN", value: .secret("GITHUB", isOptional: false)),
                ContainerVariable(name: "R2_ACCOUNT_ID", value: .plain("inline")),
                ContainerVariable(name: "RETRIES", value: .plain("3")),
                ContainerVariable(name: "EMPTY", value: .plain("")),
            ])
    }

    @Test func `the server's limits are ceilings for each field`() throws {
        var server = ResourceLimits()
        server.memoryBytes = 1 << 30
        let limits = try #require(parse("resource_limits: {memory: 2g, pids_limit: 10}").value).limits(under: server)
        var expected = server
        expected.pids = 10
        #expect(limits == expected)
    }

    @Test func `a repository cannot switch the sandbox off`() {
        let loaded = parse("network: {sandbox_enabled: false}")
        #expect(loaded.value != nil)
        #expect(
            loaded.problems.map(\.description) == [
                ".airut/airut.yaml:1:28: warning: network.sandbox_enabled: has no effect: only the server's configuration "
                    + "can switch the sandbox off"
            ])
    }

    @Test(arguments: [
        (
            "default_model: !env HOME",
            "!env belongs into the server's configuration: a repository sees nothing of the server"
        ),
        (
            "container_env: {A: !env HOME}",
            "!env belongs into the server's configuration; here there are !secret NAME and !secret? NAME"
        ),
        ("default_model: !secret X", "!secret belongs into container_env of a repository's .airut/airut.yaml"),
        ("container_env: {A: [1]}", "should be a text, not a list"),
        (
            "container_env: {A-B: 1}",
            "the name should be that of an environment variable: letters, digits and _, like GH_TOKEN"
        ),
        ("timout: 5", "there is no such setting; did you mean “timeout”?"),
        ("default_modle: opus", "there is no such setting; did you mean “default_model”?"),
        ("timeout: 9", "should be a time from 10s to 7d: seconds, or a number with a unit, like 90s, 15m, 2h, not “9”"),
    ])
    func `mistakes and reaching for the server are refused`(text: String, sentence: String) {
        let loaded = parse(text)
        #expect(loaded.value == nil)
        #expect(loaded.problems.map(\.sentence) == [sentence])
    }

    @Test func `an empty file asks for nothing`() throws {
        let loaded = parse("# nothing yet\n")
        #expect(loaded.problems == [])
        #expect(try #require(loaded.value).limits(under: ResourceLimits()) == ResourceLimits())
    }

    @Test func `both spellings of a limit together are pointed out`() {
        #expect(parse("timeout: 60\nresource_limits: {timeout: 90}").warnings.map(\.path) == ["timeout"])
        #expect(parse("timeout: 60\nresource_limits: {memory: 1g}").problems == [])
    }
}
