import AirutPolicy
import Testing

@Suite struct GlobTests {
    @Test(arguments: [
        ("api.github.com", "api.github.com", true), ("api.github.com", "uploads.github.com", false),
        ("*.github.com", "api.github.com", true), ("*.github.com", "a.b.github.com", true),
        ("*.github.com", "github.com", false), ("*.github.com", ".github.com", true),
        ("/repos/foo", "/repos/foo", true), ("/repos/foo", "/repos/foo/bar", false),
        ("/repos/foo", "/repos/foobar", false),
        ("/repos/foo/*", "/repos/foo/bar", true), ("/repos/foo/*", "/repos/foo/x/y", true),
        ("/repos/foo/*", "/repos/foo/", true), ("/repos/foo/*", "/repos/foo", false),
        ("/repos/foo*", "/repos/foobar", true), ("/repos/foo*", "/repos/fo", false),
        ("/v?/x", "/v1/x", true), ("/v?/x", "/v/x", false), ("/v?/x", "/v12/x", false), ("/?", "/ü", true),
        ("*", "", true), ("*", "anything/at/all", true), ("", "", true), ("", "x", false), ("a*b*c", "aXbYbZc", true),
        ("a*b*c", "aXbYbZ", false), ("**", "x", true), ("*a", "aaab", false), ("*ab", "aab", true),
        // Classes, but only beside a wildcard.
        ("/v[12]/*", "/v1/a", true), ("/v[12]/*", "/v3/a", false), ("/v[!12]/*", "/v3/a", true),
        ("/v[!12]/*", "/v2/a", false), ("/[a-c]*", "/b", true), ("/[a-c]*", "/d", false), ("/[c-a]*", "/b", false),
        ("/[]]*", "/]", true), ("/[*]", "/*", true), ("/[*]", "/x", false), ("/[*", "/[abc", true),
        ("/[a]", "/[a]", true),
        ("/[a]", "/a", false), ("/[", "/[", true), ("/a[*]b*", "/a*bc", true),
    ])
    func `patterns mean what fnmatch means`(pattern: String, text: String, expected: Bool) {
        #expect(Glob(pattern).matches(text) == expected)
    }

    @Test func `case counts, so hosts are compared in lower case`() {
        #expect(!Glob("/A*").matches("/a"))
    }

    @Test func `a hostile pattern takes no exponential time`() {
        let pattern = Glob(String(repeating: "*a", count: 200) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 5000)))
    }

    @Test func `the literal end of a pattern is known when it suffices`() {
        #expect(Glob("*.example.org").literalSuffix == ".example.org")
        #expect(Glob("*").literalSuffix == "")
        #expect(Glob("**x").literalSuffix == "x")
        for pattern in ["example.org", "a*.example.org", "*.example.?", "*a*"] {
            #expect(Glob(pattern).literalSuffix == nil, "\(pattern)")
        }
    }
}
