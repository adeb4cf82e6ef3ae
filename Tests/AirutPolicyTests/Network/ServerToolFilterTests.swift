import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@Suite struct ServerToolFilterTests {
    private let allowlist = NetworkAllowlist(rules: [
        AllowRule(host: "open.example"), AllowRule(host: "*.open.example"),
        AllowRule(host: "alone.example"), AllowRule(host: "*.get.example", path: "/*", methods: ["GET"]),
        AllowRule(host: "get.example", methods: ["GET"]), AllowRule(host: "post.example", methods: ["POST"]),
        AllowRule(host: "*.post.example", methods: ["POST"]), AllowRule(host: "some.example", path: "/a/*"),
        AllowRule(host: "mcp.example", path: "/sse"),
    ])

    private func filter(_ json: String, search: Bool = false) -> ServerToolFilter.Outcome {
        ServerToolFilter(allowlist: allowlist, policy: ServerToolPolicy(allowsWebSearch: search)).filter(
            Array(json.utf8))
    }

    private func rewritten(_ json: String) -> String? {
        guard case .rewritten(let bytes, let notes) = filter(json), !notes.isEmpty else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func isRefused(_ json: String, search: Bool = false) -> Bool {
        if case .refused = filter(json, search: search) { true } else { false }
    }

    @Test(arguments: [
        ("https://api.anthropic.com/v1/messages", true), ("https://api.anthropic.com/v1/messages?beta=true", true),
        ("https://api.anthropic.com/v1/messages/batches", true), ("https://API.anthropic.com./V1/Messages/", true),
        ("https://api.anthropic.com/v1//messages", true), ("https://api.anthropic.com/v1%2Fmessages", true),
        ("https://api.anthropic.com/./v1/messages", true), ("https://api.anthropic.com/%761/messages", true),
        ("http://api.anthropic.com/v1/messages", true), ("https://api.anthropic.com/v1/files", false),
        ("https://api.anthropic.com/v1/messages;x=1", true), ("https://api.anthropic.com/v1/messages%20", true),
        ("https://api.anthropic.com/v1;x/messages", true), ("https://example.org/v1/messages", false),
    ])
    func `it applies to messages whatever their spelling`(url: String, covered: Bool) throws {
        #expect(ServerToolFilter.covers(try #require(request(url))) == covered)
    }

    @Test(arguments: [
        "", "{}", #"{"model":"opus","messages":[]}"#, #"{"tools":[]}"#,
        #"{"tools":[{"name":"Bash","input_schema":{}}]}"#,
        #"{"tools":[{"type":"custom","name":"web_fetch_x"}]}"#, #"{"tools":null}"#, #"{"tools":"x"}"#,
        #"{"tools":[{"type":"web_fetch_20250910","allowed_domains":["open.example"]}]}"#,
        #"{"messages":[{"content":[{"type":"tool_use","input":{"tools":[{"type":"web_fetch_1"}],"source":{"type":"url","url":"x"}}}]}]}"#,
        #"{"tools":[{"name":"t","input_schema":{"properties":{"tools":[{"type":"web_fetch_1"}]}}}]}"#,
        #"{"messages":[{"content":[{"type":"image","source":{"type":"base64","data":"AA=="}}]}]}"#,
        #"{"messages":[{"content":[{"type":"image","source":{"type":"url","url":"https://some.example/a/b.png"}}]}]}"#,
        #"{"mcp_servers":[{"type":"url","url":"https://mcp.example/sse"}]}"#, #"{"mcp_servers":[]}"#,
        #"{"x":"\ud83d","y":[1,-0.5e+3,true,null]}"#,
    ])
    func `what fetches nothing passes untouched`(json: String) {
        #expect(filter(json) == .unchanged)
    }

    @Test(arguments: [
        (
            #"{"tools":[{"type":"web_fetch_20250910","name":"f"}],"n":1.0}"#,
            #"{"tools":[{"allowed_domains":["blocked.invalid"],"type":"web_fetch_20250910","name":"f"}],"n":1.0}"#
        ),
        (
            #"{"tools":[{"type":"Web_Search_20250305","allowed_domains":[]}]}"#,
            #"{"tools":[{"type":"Web_Search_20250305","allowed_domains":["blocked.invalid"]}]}"#
        ),
        (
            #"{"tools":[{"type":"web_fetch_1","allowed_domains":null,"blocked_domains":null}]}"#,
            #"{"tools":[{"type":"web_fetch_1","allowed_domains":["blocked.invalid"],"blocked_domains":null}]}"#
        ),
        (
            #"{"tools":[{"type":"web_fetch_1","allowed_domains":["open.example","evil.example","docs.open.example/x"]}]}"#,
            #"{"tools":[{"type":"web_fetch_1","allowed_domains":["open.example","docs.open.example/x"]}]}"#
        ),
        // Open are only hosts with everything below them, every path, and GET.
        (
            #"{"tools":[{"type":"web_fetch_1","allowed_domains":["alone.example","post.example","some.example","get.example"]}]}"#,
            #"{"tools":[{"type":"web_fetch_1","allowed_domains":["get.example"]}]}"#
        ),
        // Batches, escapes in keys and values, blanks.
        (
            #"{"requests":[{"params":{"\u0074ools" : [ {"type":"web\u005ffetch_1"} ]}}]}"#,
            #"{"requests":[{"params":{"\u0074ools" : [ {"allowed_domains":["blocked.invalid"],"type":"web\u005ffetch_1"} ]}}]}"#
        ),
        (
            #"{"tools":[{"type":"web_fetch_1","\u0061llowed_domains":["evil.example"]},{"type":"web_x"}]}"#,
            #"{"tools":[{"type":"web_fetch_1","\u0061llowed_domains":["blocked.invalid"]},{"allowed_domains":["blocked.invalid"],"type":"web_x"}]}"#
        ),
    ])
    func `fetching tools are limited to what the allowlist opens, the rest stays byte for byte`(
        json: String, expected: String
    ) {
        #expect(rewritten(json) == expected)
    }

    @Test(arguments: [
        "x", "[", "{", "{}x", "\u{FEFF}{}", #"{"a":1,}"#, #"{"a":NaN}"#, #"{'a':1}"#, #"{"a":01}"#, "{\"a\":\"\n\"}",
        #"{"a":"\x"}"#,
        #"{"a":1,"a":2}"#, #"{"tools":[],"\u0074ools":[{"type":"web_fetch_1"}]}"#, #"{"a":1/*x*/}"#, #"{"a":.5}"#,
        #"{"a":1.}"#,
        #"{"tools":[{"type":"web_fetch_1","blocked_domains":["a.example"]}]}"#,
        #"{"tools":[{"type":"web_fetch_1","blocked_domains":"a"}]}"#,
        #"{"tools":[{"type":"web_fetch_1","allowed_domains":["*.open.example"]}]}"#,
        #"{"tools":[{"type":"web_fetch_1","allowed_domains":[".open.example"]}]}"#,
        #"{"tools":[{"type":"web_fetch_1","allowed_domains":[""]}]}"#,
        #"{"tools":[{"type":"web_fetch_1","allowed_domains":[7]}]}"#,
        #"{"tools":[{"type":"web_fetch_1","allowed_domains":["open.example evil.example"]}]}"#,
        #"{"tools":[{"type":"code_execution_20250825"}]}"#, #"{"tools":[{"type":"BASH_1"}]}"#,
        #"{"tools":[{"type":"computer_1"}]}"#,
        #"{"messages":[{"content":[{"type":"image","source":{"type":"url","url":"https://evil.example/?d"}}]}]}"#,
        #"{"messages":[{"content":[{"type":"document","source":{"type":"URL","url":"https://some.example/b"}}]}]}"#,
        #"{"messages":[{"content":[{"type":"document","source":{"type":"url"}}]}]}"#,
        #"{"mcp_servers":[{"type":"url","url":"https://evil.example/sse"}]}"#, #"{"mcp_servers":[{}]}"#,
    ])
    func `what cannot be limited is refused`(json: String) {
        #expect(isRefused(json))
    }

    @Test func `bodies that cannot be read are refused`() {
        #expect(ServerToolFilter.refusal(of: [HeaderField("content-encoding", "gzip")]) != nil)
        #expect(ServerToolFilter.refusal(of: [HeaderField("Content-Encoding", "identity, gzip")]) != nil)
        #expect(
            ServerToolFilter.refusal(of: [HeaderField("Content-Encoding", "identity"), HeaderField("A", "gzip")]) == nil
        )
        let invalid = Array("{\"a\":\"".utf8) + [0xC0, 0xAE] + Array("\"}".utf8)
        let filter = ServerToolFilter(allowlist: allowlist, policy: ServerToolPolicy())
        #expect(filter.filter(invalid) != .unchanged)
    }

    @Test func `depth and number of values are limited`() {
        #expect(isRefused(String(repeating: "[", count: 100_000)))
        #expect(isRefused(#"{"a":"# + String(repeating: "[", count: 300) + String(repeating: "]", count: 300) + "}"))
        #expect(
            filter(#"{"a":"# + String(repeating: "[", count: 150) + String(repeating: "]", count: 150) + "}")
                == .unchanged)
    }

    @Test func `the server can open web searches`() {
        let search = #"{"tools":[{"type":"web_search_20250305"}]}"#
        #expect(filter(search, search: true) == .unchanged)
        #expect(rewritten(search) != nil)
        #expect(filter(#"{"tools":[{"type":"web_fetch_1"}]}"#, search: true) != .unchanged)
    }

    @Test func `every rewritten body is JSON that needs no further change`() throws {
        var generator = SeededGenerator(seed: 5)
        let entries = [
            #"{"type":"web_fetch_1"}"#, #"{"type":"web_search_1","allowed_domains":["open.example","b.example"]}"#,
            #"{"type":"custom"}"#,
            #"{ "name":"x","type":"web_fetch_9","max_uses":5 }"#, #"{"type":"web_fetch_1","allowed_domains": [ ] }"#,
            "1", "[]",
        ]
        for _ in 0..<500 {
            let tools = (0..<4).map { _ in entries.randomElement(using: &generator)! }.joined(separator: " , ")
            let json = "{\"a\":[1, 2],\"tools\":[\(tools)],\"z\":{\"tools\":[\(tools)]}}"
            guard let text = rewritten(json) else { continue }
            #expect(filter(text) == .unchanged)
            #expect((try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil)
        }
    }

    @Test func `damaged bodies are refused or unchanged in meaning, never a crash`() {
        var generator = SeededGenerator(seed: 6)
        let body = Array(
            #"{"tools":[{"type":"web_fetch_1","allowed_domains":["a\u0062.example"]}],"n":[1.5e3,null,"é"]}"#.utf8)
        let filter = ServerToolFilter(allowlist: allowlist, policy: ServerToolPolicy())
        for _ in 0..<20_000 {
            var damaged = body
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) {
                damaged.removeLast(Int.random(in: 0..<damaged.count, using: &generator))
            }
            if case .rewritten(let bytes, _) = filter.filter(damaged) { #expect(filter.filter(bytes) == .unchanged) }
        }
    }
}
