import Testing

@testable import AirutCurl

@Suite struct EndpointTests {
    @Test func `an endpoint prints as it stands in an URL`() {
        #expect(Endpoint(host: "imap.example.org", port: 993).description == "imap.example.org:993")
        #expect(Endpoint(host: "::1", port: 143).description == "[::1]:143")
    }

    @Test(arguments: ["localhost", "127.0.0.1", "127.1.2.3", "::1"])
    func `this machine's own addresses are loopback`(host: String) {
        #expect(Endpoint(host: host, port: 1).isLoopback)
    }

    @Test(arguments: ["127.0.0.1.example.org", "127.example.org", "10.0.0.1", "localhost.example.org", "127.0.0.256"])
    func `names that only look like this machine are not loopback`(host: String) {
        #expect(!Endpoint(host: host, port: 1).isLoopback)
    }

    @Test(arguments: ["", "a/b", "user@host", "a b", "[::1]", "a\r\nb"])
    func `a host that would change the URL's meaning is refused`(host: String) {
        #expect(!Endpoint(host: host, port: 993).isUsable)
    }
}
