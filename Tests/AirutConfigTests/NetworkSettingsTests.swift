import AirutConfig
import AirutPolicy
import Testing

@Suite struct NetworkSettingsTests {
    private func load(_ network: String) -> Loaded<ServerConfiguration> {
        TestConfiguration.load("network:\n  \(network)\nrepos:\n  web:\n" + TestConfiguration.repository())
    }

    @Test func `hosts, authorities and private addresses come from the server's file`() throws {
        let loaded = load(
            """
            static_hosts: {Registry.Internal: "10.0.0.5:8443", six.internal: "[fd00::5]:443", plain.internal: 10.0.0.6}
              ca_file: /etc/ca.pem
              allowed_private: [10.0.0.0/8, "fd00::/8", 127.0.0.1]
              build_allowlist: [deb.debian.org, "*.example.org"]
            """)
        #expect(loaded.problems == [])
        let network = try #require(loaded.value).network
        #expect(
            network.staticHosts["registry.internal"]
                == StaticHost(address: try #require(IPAddress("10.0.0.5")), port: 8443))
        #expect(
            network.staticHosts["six.internal"] == StaticHost(address: try #require(IPAddress("fd00::5")), port: 443))
        #expect(network.staticHosts["plain.internal"] == StaticHost(address: try #require(IPAddress("10.0.0.6"))))
        #expect(network.caFile == "/etc/ca.pem")
        #expect(network.allowedPrivate.map(\.description) == ["10.0.0.0/8", "fd00::/8", "127.0.0.1"])
        #expect(network.buildAllowlist == ["deb.debian.org", "*.example.org"])
    }

    @Test func `by default nothing private is open, and builds reach package registries`() throws {
        let network = try #require(TestConfiguration.web().value).network
        #expect(network.staticHosts.isEmpty && network.allowedPrivate == [] && network.caFile == nil)
        #expect(network.buildAllowlist.contains("registry.npmjs.org"))
        for host in network.buildAllowlist { #expect(HostName(host)?.text == host) }
    }

    @Test(arguments: [
        ("static_hosts: {a.example: localhost}", "should be an IP address"),
        ("static_hosts: {a.example: '10.0.0.5:0'}", "IP address"),
        ("static_hosts: {a.example: 'fd00::5:8443:x'}", "IP address"),
        ("static_hosts: {a.example: '[10.0.0.5]:80'}", "IP address"),
        ("static_hosts: {'a b': 10.0.0.5}", "the name should be that of a host"),
        ("allowed_private: 10.0.0.0/8", "should be a list"),
        ("allowed_private: [10.0.0.1/8]", "should be an address or a range"),
        ("build_allowlist: [https://a.example]", "name of a host"),
        ("allow_private: []", "did you mean “allowed_private”?"),
    ])
    func `mistakes are found`(network: String, sentence: String) {
        let loaded = load(network)
        #expect(loaded.value == nil)
        #expect(loaded.errors.contains { $0.sentence.contains(sentence) }, "\(loaded.problems)")
    }

    @Test func `a setting of the reference system is read and has no effect`() {
        #expect(load("upstream_dns: 1.1.1.1").warnings.map(\.path) == ["network.upstream_dns"])
    }

    @Test(arguments: [
        ("scopes: [https://x], headers: [A]", "name of a host"),
        ("scopes: [a.example], headers: ['A: b']", "name of a header field"),
        ("scopes: a.example, headers: [A]", "should be a list"), ("scopes: [], headers: [A]", "at least one entry"),
    ])
    func `a masked secret's hosts and headers are checked`(rest: String, sentence: String) {
        let loaded = TestConfiguration.web("masked_secrets: {T: {value: !env GIT, \(rest)}}")
        #expect(loaded.errors.contains { $0.sentence.contains(sentence) }, "\(loaded.problems)")
    }

    @Test func `a masked secret that no header can carry is an error, a very short one is doubted`() {
        let text =
            "repos:\n  web:\n"
            + TestConfiguration.repository(
                "masked_secrets: {T: {value: !env S, scopes: ['*.a.example'], headers: [X-*]}}")
        let load = { (secret: String) in
            TestConfiguration.load(text, environment: TestConfiguration.environment.merging(["S": secret]) { $1 })
        }
        #expect(load("a\nb").errors.map(\.path) == ["repos.web.masked_secrets.T.value"])
        #expect(load("abc").warnings.map(\.path) == ["repos.web.masked_secrets.T.value"])
        #expect(load("long enough").problems == [])
    }
}
