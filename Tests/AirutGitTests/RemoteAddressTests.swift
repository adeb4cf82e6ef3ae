import AirutPolicy
import Testing

@testable import AirutGit

@Suite struct RemoteAddressTests {
    @Test(arguments: [
        ("https://example.org/a.git", "https://example.org/b", true),
        ("https://example.org/a.git", "https://Example.ORG:443/b", true),
        ("https://example.org:8443/a.git", "https://example.org:8443/a.git", true),
        ("https://example.org/a.git", "https://user:token@example.org/a", true),
        ("ssh://git@example.org/a.git", "ssh://git@example.org:22/a.git", true),
        ("git@example.org:a.git", "git@example.org:a.git", true),
        ("https://[::1]:8443/a.git", "https://::1:8443/a.git", true),
        ("https://example.org/a.git", "https://example.org:8443/a.git", false),
        ("https://example.org/a.git", "https://example.org.evil.example/a.git", false),
        ("https://example.org/a.git", "https://example.org@evil.example/a.git", false),
        ("https://example.org/a.git", "https://evil.example?@example.org/a.git", false),
        ("https://example.org/a.git", "https://evil.example#@example.org/a.git", false),
        ("https://example.org/a.git", "https://evil.example\\@example.org/a.git", false),
        ("https://example.org/a.git", "http://example.org/a.git", false),
        ("https://example.org/a.git", "ssh://example.org/a.git", false), ("https://example.org/a.git", "", false),
    ])
    func `a server is known by scheme, host and port`(address: String, other: String, isSame: Bool) throws {
        #expect(try RemoteAddress(address).isSameServer(as: other) == isSame)
    }
}
