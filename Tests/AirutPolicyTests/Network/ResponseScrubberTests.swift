import AirutModel
import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@Suite struct ResponseScrubberTests {
    private static let real = "ghp_RealSecretValue123"
    private static let surrogate = "ghp_QqqqZzzzzzPpppp987"
    private static let mask = SecretMask(
        name: "T", surrogate: surrogate, real: real, scopes: ["*"], headers: ["*"])
    private let scrubber = ResponseScrubber(masks: [mask])

    private func scrub(_ text: String, chunk: Int? = nil, by scrubber: ResponseScrubber? = nil) -> String {
        var scrubber = scrubber ?? self.scrubber
        var output: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            output += scrubber.scrub(Array(rest.prefix(chunk ?? rest.count)))
            rest = rest.dropFirst(chunk ?? rest.count)
        }
        return String(decoding: output + scrubber.finish(), as: UTF8.self)
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    @Test(arguments: [
        (real, surrogate), ("{\"token\":\"\(real)\"}", "{\"token\":\"\(surrogate)\"}"),
        ("\(real)\(real) \(real)", "\(surrogate)\(surrogate) \(surrogate)"), ("nothing here", "nothing here"), ("", ""),
        ("ghp_RealSecretValue12", "ghp_RealSecretValue12"),
        ("ghp_Realghp_RealSecretValue123", "ghp_Realghp_QqqqZzzzzzPpppp987"),
    ])
    func `an echoed secret becomes its surrogate, however it is cut`(text: String, expected: String) {
        for chunk in [nil, 1, 2, 3, 7, 16, 21, 22, 23] { #expect(scrub(text, chunk: chunk) == expected) }
    }

    @Test func `in Base64 too, at each of its three places and to the last bit`() {
        for before in ["", "x", "xy", "xyz", "x-access-token:", "user:"] {
            for after in ["", "!", "!?", " and more"] {
                let text = Self.base64(before + Self.real + after)
                for chunk in [nil, 5, 13] {
                    let scrubbed = scrub("<\(text)>", chunk: chunk)
                    let expected = "<\(Self.base64(before + Self.surrogate + after))>"
                    #expect(scrubbed == expected, "\(before)…\(after) in chunks of \(chunk ?? 0)")
                }
            }
        }
    }

    @Test(arguments: [
        #"ab\/c+d\"<e>&'="#, #"ab/c+d\"<e>&'="#, #"ab/c+d\"\u003ce\u003e\u0026'="#,
        #"ab\/c\u002bd\u0022\u003ce\u003e\u0026\u0027\u003d"#, #"ab\/c\u002Bd\u0022\u003Ce\u003E\u0026\u0027\u003D"#,
        "ab/c+d&quot;&lt;e&gt;&amp;'=", "ab/c+d&#34;&lt;e&gt;&amp;&#39;=", "ab/c+d&quot;&lt;e&gt;&amp;&#x27;=",
    ])
    func `as JSON and HTML escape it`(text: String) {
        let mask = SecretMask(
            name: "T", surrogate: #"zy/x+w"<v>&'="#, real: #"ab/c+d"<e>&'="#, scopes: [], headers: [])
        let scrubbed = scrub("\"\(text)\"", by: ResponseScrubber(masks: [mask]))
        #expect(!scrubbed.contains("ab") && scrubbed.hasPrefix("\"zy") && scrubbed.hasSuffix("\""), "\(scrubbed)")
    }

    @Test func `both alphabets of Base64 and both cases of percent-encoding`() {
        let mask = SecretMask(
            name: "T", surrogate: "zz~?>~~?/zz+zz 11", real: "ab~?>~~?/cd+ef 42", scopes: [], headers: [])
        let scrubber = ResponseScrubber(masks: [mask])
        let urlSafe = { (text: String) in
            Self.base64(text).replacing("+", with: "-").replacing("/", with: "_")
        }
        #expect(urlSafe(mask.real) != Self.base64(mask.real))
        #expect(scrub(urlSafe("u:" + mask.real), by: scrubber) == urlSafe("u:" + mask.surrogate))
        #expect(scrub("k=ab~%3F%3E~~%3F%2Fcd%2Bef%2042&x", by: scrubber) == "k=zz~%3F%3E~~%3F%2Fzz%2Bzz%2011&x")
        #expect(scrub("k=ab~%3f%3e~~%3f%2fcd%2bef%2042&x", by: scrubber) == "k=zz~%3f%3e~~%3f%2fzz%2bzz%2011&x")
        for digits in ["0123456789abcdef", "0123456789ABCDEF"].map(Array.init) {
            let whole = { (text: String) in text.utf8.map { "%\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
            }
            #expect(scrub(whole("k=" + mask.real), by: scrubber) == whole("k=" + mask.surrogate))
        }
        #expect(scrubber.keepsLength)
    }

    @Test func `an event is not held back when no secret begins in it`() {
        var scrubber = scrubber
        let event = Array("data: {\"type\":\"ping\"}\n\n".utf8)
        #expect(scrubber.scrub(event) == event)
        #expect(scrubber.scrub(Array("data: ghp_Re".utf8)) == Array("data:".utf8))
        #expect(scrubber.scrub(Array("quest\n\n".utf8)) == Array(" ghp_Request\n\n".utf8))
        #expect(scrubber.finish() == [])
    }

    @Test func `of secrets that contain each other the longer is replaced whole`() {
        let short = SecretMask(name: "S", surrogate: "bbbbbbbb", real: "aaaaaaaa", scopes: [], headers: [])
        let long = SecretMask(name: "L", surrogate: "bbbbbbbb-2222", real: "aaaaaaaa-1111", scopes: [], headers: [])
        let scrubber = ResponseScrubber(masks: [short, long])
        #expect(scrub("aaaaaaaa-1111 aaaaaaaa", chunk: 3, by: scrubber) == "bbbbbbbb-2222 bbbbbbbb")
    }

    @Test func `headers are scrubbed, and short secrets left alone`() {
        let fields = [HeaderField("Set-Cookie", "t=\(Self.real)"), HeaderField("X", Self.base64("a:" + Self.real))]
        #expect(
            scrubber.scrub(fields)
                == [
                    HeaderField("Set-Cookie", "t=\(Self.surrogate)"),
                    HeaderField("X", Self.base64("a:" + Self.surrogate)),
                ])
        let short = ResponseScrubber(
            masks: [SecretMask(name: "S", surrogate: "abc", real: "xyz", scopes: [], headers: [])])
        #expect(!short.isNeeded && short.scrub([HeaderField("A", "xyz")]) == [HeaderField("A", "xyz")])
    }

    @Test func `random streams with secrets in random cuts never let one through`() {
        var generator = SeededGenerator(seed: 11)
        let pieces = [
            Self.real, String(Self.real.dropLast()), String(Self.real.prefix(5)), Self.base64(Self.real), "ghp_", "x",
            "\n",
            Self.base64("a" + Self.real), Self.base64("ab" + Self.real + "c"), "ghp_RealSecretValue", Self.surrogate,
        ]
        for _ in 0..<2000 {
            let text = (0..<6).map { _ in pieces.randomElement(using: &generator)! }.joined()
            let whole = scrub(text)
            let cut = scrub(text, chunk: Int.random(in: 1...40, using: &generator))
            #expect(whole.utf8.count == text.utf8.count && cut.utf8.count == text.utf8.count)
            for result in [whole, cut] {
                #expect(!result.contains(Self.real) && !result.contains(Self.base64(Self.real).dropLast(4)))
            }
        }
    }
}
