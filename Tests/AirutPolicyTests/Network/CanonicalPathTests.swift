import AirutPolicy
import Testing

@Suite struct CanonicalPathTests {
    @Test(arguments: [
        ("/", "/"), ("/a/b", "/a/b"), ("/a/", "/a/"), ("/a//b", "/a//b"), ("/A", "/A"),
        // Unreserved characters are decoded, others keep their escape in upper case.
        ("/%61%2D%2e%5F%7e", "/a-._~"), ("/a%2fb", "/a%2Fb"), ("/%c3%bc", "/%C3%BC"), ("/a%20b", "/a%20b"),
        ("/a%3Fb", "/a%3Fb"), ("/a%23b", "/a%23b"), ("/%40a", "/%40a"), ("/@a", "/@a"), ("/100%25", "/100%25"),
        ("/100%25zz", "/100%25zz"), ("/100%25%", nil), ("/a%3Bb", "/a%3Bb"),
        // What a URL may not hold plain, but clients send.
        ("/[id]{x}|\"<>^`", "/%5Bid%5D%7Bx%7D%7C%22%3C%3E%5E%60"), ("/!$&'()*+,;=:@", "/!$&'()*+,;=:@"),
        // Dots.
        ("/./a", "/a"), ("/a/.", "/a/"), ("/a/./b/./c", "/a/b/c"), ("/%2e/a", "/a"), ("/.", "/"), ("/a/%2E", "/a/"),
        ("/.git/config", "/.git/config"), ("/a..b", "/a..b"), ("/..a", "/..a"), ("/a..", "/a.."),
        ("/.well-known", "/.well-known"),
        ("/..", nil), ("/../a", nil), ("/a/../b", nil), ("/a/..", nil), ("/%2e%2e/a", nil), ("/.%2E/a", nil),
        ("/a/%2e./b", nil), ("/a%2F..%2Fb", nil), ("/a%2f%2e%2e%2fb", nil), ("/a/..%2Fb", nil), ("/a%2F..", nil),
        ("/a/..;/b", nil), ("/a/..;x=1/b", nil), ("/a/..%3Bx/b", nil), ("/a/.;x/b", nil), ("/a%2F./b", nil),
        ("/a/...", nil), ("/a/..%20/b", nil), ("/a/%20../b", nil), ("/a/. ./b", nil),
        // Backslashes, controls, double and overlong encoding.
        ("/a\\b", nil), ("/a%5Cb", nil), ("/a%5c..%5cb", nil), ("/%00", nil), ("/a%00.png", nil), ("/%0a", nil),
        ("/%0d%0aX:1", nil), ("/%7f", nil), ("/%1F", nil), ("/%252e%252e/a", nil), ("/a%252fb", nil),
        ("/%25%32%65", nil),
        ("/%252", "/%252"), ("/%25%32e", nil), ("/%c0%ae%c0%ae/a", nil), ("/%c0%af", nil), ("/%e0%80%af", nil),
        ("/%ff", nil),
        ("/%ed%a0%80", nil), ("/%", nil), ("/%4", nil), ("/%zz", nil), ("/%u002e", nil), ("/a b", nil),
        ("/a\u{0}", nil),
        ("/a\r\nX: 1", nil), ("/ü", nil), ("/a#b", nil),
        // What could name another host.
        ("//evil.example/a", nil), ("/.//evil.example", nil), ("/%2e//x", nil), ("///", nil),
    ])
    func `paths have one form or none`(written: String, expected: String?) {
        #expect((try? canonical(written))?.path == expected)
    }

    @Test(arguments: [
        ("/a?b", "/a", "b"), ("/a?", "/a", ""), ("/a", "/a", nil), ("/a?b?c", "/a", "b?c"),
        ("/?next=/../", "/", "next=/../"),
        ("/a?%00%2e%2e\\", "/a", "%00%2e%2e\\"), ("/a/?x=//y", "/a/", "x=//y"),
    ])
    func `a query is passed on as it is and not part of the path`(target: String, path: String, query: String?) throws {
        let request = try canonical(target)
        #expect((request.path, request.query) == (path, query))
        #expect(request.target == target)
        #expect(!request.loggedURL.contains(query.flatMap { $0.isEmpty ? nil : $0 } ?? "\u{1}"))
    }

    @Test(arguments: ["/a/..?x", "/a?x y", "/a?x#y", "/a?ü", "/a?x\r\n"])
    func `a query hides nothing`(target: String) {
        #expect(throws: RequestRefusal.self) { try canonical(target) }
    }

    @Test func `an overlong target is refused`() {
        #expect(throws: RequestRefusal.self) {
            try canonical("/" + String(repeating: "a", count: CanonicalRequest.maximumTargetBytes))
        }
    }
}
