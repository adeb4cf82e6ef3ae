import AirutMail
import Testing

@Suite struct AuthenticationResultsTests {
    @Test func `a field of several methods is taken apart`() throws {
        let field = """
            mx.example.org 1; spf=pass (example.org: domain of a@b designates 192.0.2.1 as permitted)\r
             smtp.mailfrom=a@b; dkim=pass header.i=@b header.s=s1 header.b="Ab/c+d=";\r
            \tDMARC = Pass (p=NONE sp=NONE dis=NONE) header . from=Example.ORG policy.dmarc=none
            """
        let parsed = try AuthenticationResults(parsing: field)
        #expect(parsed.authservID == "mx.example.org")
        #expect(parsed.version == 1)
        #expect(parsed.results.map(\.method) == ["spf", "dkim", "dmarc"])
        #expect(parsed.results.map(\.result) == ["pass", "pass", "pass"])
        #expect(parsed.results[0].values("smtp", "mailfrom") == ["a@b"])
        #expect(parsed.results[1].values("header", "b") == ["Ab/c+d="])
        #expect(parsed.results[2].values("header", "from") == ["Example.ORG"])
    }

    /// Examples of RFC 8601, appendix B, and of what providers write.
    @Test(arguments: [
        ("example.org 1; none", 0), ("example.org; none", 0), ("(a (nested \\) ) comment) example.org;spf=pass", 1),
        ("example.com; auth=pass (cram-md5) smtp.auth=sender@example.net; spf=pass smtp.mailfrom=example.net", 2),
        (
            "foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) fail policy (A dot "
                + "can go here) . (like that) expired (this surprised me) = (as I wasn't expecting it) 1362471462", 1
        ),
        ("mx.google.com; dmarc=pass (p=REJECT) header.from=example.org;", 1),
        ("mx; compauth=pass reason=100; dmarc=bestguesspass action=none header.from=b.c", 2),
        ("mx; arc=pass (i=1 spf=pass); spf=none smtp.mailfrom=\"\"; dkim=none reason=\"no; signature\"", 3),
        ("mx; iprev=pass policy.iprev=2001:db8::1 (host.example)", 1), ("\"mx example\"; spf=none smtp.mailfrom=", 1),
    ])
    func `legal fields are read`(field: String, results: Int) throws {
        #expect(try AuthenticationResults(parsing: field).results.count == results)
    }

    @Test(arguments: [
        "", " ", "(only a comment)", "mx.example.org", "mx; dmarc", "mx; dmarc=", "mx; =pass",
        "mx; dmarc=pass (unclosed",
        "mx; dmarc=pass reason=\"unclosed", "mx; dmarc=pass header.=x", "mx; dmarc=pass header.from", "mx dmarc=pass",
        "mx; dmarc=\"pass\" header.from=a.b", "mx; dmarc=pass, spf=pass", "mx; dmarc=pass )", "mx two; dmarc=pass",
        "mx; ; dmarc=pass", "mx; spf=pass smtp.mailfrom=a\\b; dmarc=pass", "mx 99999; none", "mx; dmarc/x=pass",
        "spf=pass smtp.mailfrom=b; dmarc=pass",
    ])
    func `a malformed field is refused as a whole`(field: String) {
        #expect(throws: AuthenticationResults.Malformed.self) { try AuthenticationResults(parsing: field) }
    }

    @Test(arguments: [
        "mx; spf=pass smtp.mailfrom=\"a dmarc=pass b\"@evil.example; dmarc=fail header.from=c.d",
        "mx; dmarc=fail (dmarc=pass) header.from=c.d", "mx; dmarc=fail reason=\"; dmarc=pass \" header.from=c.d",
        "mx; spf=pass smtp.mailfrom=\"; dmarc=pass header.from=c.d\\\" ; x\"@evil.example; dmarc=fail header.from=c.d",
        "mx; dmarc=fail (a \\) ; dmarc=pass ( b) c) header.from=c.d", "mx; spf=pass dmarc=pass; dmarc=fail",
        "mx; x-dmarc=pass; dmarc=fail", "mx; dmarc.x=pass; dmarc=fail",
    ])
    func `nothing inside a comment, string or value is a result`(field: String) {
        let results = (try? AuthenticationResults(parsing: field))?.results ?? []
        #expect(!results.contains { $0.method == "dmarc" && $0.result == "pass" })
    }

    @Test func `long and deeply nested fields take linear time`() throws {
        let deep = "mx; spf=pass " + String(repeating: "(", count: 200_000)
        #expect(throws: AuthenticationResults.Malformed.self) { try AuthenticationResults(parsing: deep) }
        let long = "mx" + String(repeating: "; spf=pass (x) smtp.mailfrom=a@b", count: 5000)
        #expect(try AuthenticationResults(parsing: long).results.count == 5000)
    }

    @Test func `random bytes never stop the parser`() {
        let alphabet = Array("mx;=./ \t\"\\()<>@,dmarcpsheafo1é\u{0}\r\n".unicodeScalars)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<3000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<60) { text.append(alphabet.randomElement(using: &generator)!) }
            _ = try? AuthenticationResults(parsing: "mx; " + String(text))
        }
    }
}
