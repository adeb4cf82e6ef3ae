import AirutConfig
import AirutModel
import Testing

@Suite struct FormatTests {
    private func withURL(_ url: String) -> Loaded<ServerConfiguration> {
        let ssh = "git: {ssh_key: /k, known_hosts: /h}\npublish: none"
        let text = TestConfiguration.repository(ssh).replacing("git: {token: !env GIT}", with: "network: {}")
        return TestConfiguration.load(
            "repos:\n  web:\n" + text.replacing("https://github.com/o/n.git", with: "'\(url)'"))
    }

    @Test(arguments: [
        "https://github.com/o/n.git", "https://git.example.org:8443/a/b/c/", "ssh://git@github.com/o/n",
        "ssh://git@[::1]:22/srv/n", "git@github.com:o/n.git", "host:path", "file:///srv/git/n.git", "/srv/git/n.git",
        "https://GitHub.com/o/n",
    ])
    func `an address of a repository is accepted`(url: String) {
        #expect(withURL(url).errors.map(\.description) == [])
        #expect(withURL(url).value?.repositories.first?.repoURL == url)
    }

    @Test(arguments: [
        "", "github.com/o/n", "http://github.com/o/n", "https://user:pw@github.com/o/n", "https://token@github.com/o/n",
        "https://", "https:///o/n", "ftp://x.org/n", "git://x.org/n", "ext::sh -c x", "-oProxyCommand=x:y",
        "ssh://-oProxyCommand=x/y", "ssh://u:p@x.org/y", "file://host/x", "file://relative", "https://x.org/a b",
        "../n.git", "a b@x:y", "http://127.0.0.1.example.org/n", "http://localhost@example.org/n",
        // Git refuses these, too.
        "http://127.0.0.1:8080/n.git", "http://localhost/n", "HTTPS://GitHub.com/o/n",
    ])
    func `other addresses of repositories are refused`(url: String) {
        #expect(withURL(url).errors.map(\.path) == ["repos.web.repo_url"])
    }

    @Test(
        arguments: [
            ("https://github.com/o/n.git", "o/n"), ("git@github.com:o/n", "o/n"),
            ("ssh://git@github.com/group/o/n.git/", "group/o/n"), ("/srv/o/n", nil), ("https://github.com/n", nil),
        ] as [(String, String?)])
    func `the repository's name is taken from its address`(url: String, name: String?) {
        #expect(withURL(url).value?.repositories.first?.publish.repository == name)
    }

    @Test(
        arguments: [
            ("90", 90_000), ("90s", 90_000), ("15m", 900_000), ("2h", 7_200_000), ("1.5m", 90_000), ("7d", 604_800_000),
        ] as [(String, Int)])
    func `times are seconds or have a unit`(text: String, milliseconds: Int) {
        let loaded = TestConfiguration.web("resource_limits: {timeout: \(text)}")
        #expect(loaded.value?.repositories.first?.limits.timeout == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "9", "-1", "1e3", "inf", "nan", "0x10", "1w", "m", ".", "1..2", "'1 m'", "99999999999999d", "[1]",
    ])
    func `other times are refused`(text: String) {
        #expect(TestConfiguration.web("resource_limits: {timeout: \(text)}").errors.count == 1)
    }

    @Test(
        arguments: [
            ("1048576", 1 << 20), ("512m", 512 << 20), ("4G", 4 << 30), ("2048k", 2 << 20), ("1t", 1 << 40),
            ("1048576b", 1 << 20),
        ] as [(String, Int)])
    func `sizes are bytes or have a unit`(text: String, bytes: Int) {
        let loaded = TestConfiguration.web("resource_limits: {memory: \(text)}")
        #expect(loaded.value?.repositories.first?.limits.memoryBytes == bytes)
    }

    @Test(arguments: ["0", "1k", "-1m", "1.5g", "g", "4gb", "9223372036854775807t", "99999999999999999999", "٣g"])
    func `other sizes are refused`(text: String) {
        #expect(TestConfiguration.web("resource_limits: {memory: '\(text)'}").errors.count == 1)
    }

    @Test func `a mailbox is an address with or without a name`() {
        #expect(Mailbox("Airut Bot <a@x.org>")?.name == "Airut Bot")
        #expect(Mailbox("\"Airut, Bot\" <a@x.org>")?.name == "Airut, Bot")
        #expect(Mailbox("<a@x.org>")?.name == nil)
        #expect(Mailbox("a@x.org")?.address.description == "a@x.org")
        for text in ["", "x", "x <y", "x <y>", "a\r\nBcc: b@x.org <a@x.org>"] {
            #expect(Mailbox(text) == nil, "\(text)")
        }
    }
}
