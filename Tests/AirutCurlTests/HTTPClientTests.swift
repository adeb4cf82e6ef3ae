import AirutTestSupport
import Testing

@testable import AirutCurl

@Suite struct HTTPClientTests {
    private static let page = """
        HTTP/1.1 404 Not Found\r\nX-Kind: one\r\nx-kind:two\r\nContent-Type: application/json\r\n\r\n{"message":"no"}
        """

    private func failure(_ request: HTTPRequest, trust: Trust = .system) async -> TransportError? {
        await #expect(throws: TransportError.self) { _ = try await HTTPClient(trust: trust).send(request) }
    }

    @Test func `an answer comes with status, fields and body, whatever it says`() async throws {
        try await withWebServer(files: ["page": Self.page]) { port, authority in
            let response = try await HTTPClient(trust: .file(authority)).send(
                HTTPRequest(url: "https://localhost:\(port)/page", headers: [("Accept", "application/json")]))
            #expect(response.status == 404)
            #expect(response.header("X-KIND") == "one")
            #expect(response.headers.filter { $0.name.lowercased() == "x-kind" }.map(\.value) == ["one", "two"])
            #expect(String(decoding: response.body, as: UTF8.self) == #"{"message":"no"}"#)
        }
    }

    @Test func `an answer larger than allowed is an error`() async throws {
        try await withWebServer(files: ["page": Self.page]) { port, authority in
            let request = HTTPRequest(url: "https://localhost:\(port)/page", maximumBodyBytes: 5)
            #expect(await failure(request, trust: .file(authority))?.kind == .tooLarge)
        }
    }

    @Test func `certificates are verified, and the name in them`() async throws {
        try await withWebServer(names: "DNS:example.org") { port, authority in
            let request = HTTPRequest(url: "https://localhost:\(port)/")
            #expect(await failure(request)?.kind == .untrusted)
            let error = await failure(request, trust: .file(authority))
            #expect(error?.kind == .untrusted)
            #expect(error?.retryMayHelp == false)
            #expect(
                error.map { "\($0)" }?.hasPrefix("cannot GET https://localhost:\(port)/: the server's cert") == true)
        }
        try await withWebServer(isExpired: true) { port, authority in
            let error = await failure(HTTPRequest(url: "https://localhost:\(port)/"), trust: .file(authority))
            #expect(error?.reason.contains("expired") == true)
        }
    }

    @Test(arguments: [
        "http://example.org/", "http://127.0.0.1@example.org/", "file:///etc/passwd", "http://127.0.0.1.example.org",
    ])
    func `only https leaves this machine`(url: String) async {
        #expect(await failure(HTTPRequest(url: url))?.kind == .malformed)
    }

    @Test func `line breaks in a field are refused`() async {
        let request = HTTPRequest(url: "https://localhost/", headers: [("X", "a\r\nAuthorization: b")])
        #expect(await failure(request)?.kind == .malformed)
    }

    @Test func `a server that is not there is a sentence`() async throws {
        let error = try await failure(HTTPRequest(url: "http://127.0.0.1:\(freePorts(1)[0])/?token=secret"))
        #expect(error?.kind == .unreachable)
        #expect(error.map { "\($0)" }?.contains("secret") == false)
    }

    @Test func `a request ends at once when it is cancelled, and at its deadline`() async throws {
        try await withSilentServer { port in
            let url = "http://127.0.0.1:\(port)/"
            await #expect(throws: CancellationError.self) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try await HTTPClient().send(HTTPRequest(url: url, timeout: .seconds(3600))) }
                    group.cancelAll()
                    try await group.next()
                }
            }
            #expect(await failure(HTTPRequest(url: url, timeout: .milliseconds(50)))?.kind == .timedOut)
        }
    }
}
