import AirutPolicy
import Foundation
import Testing

@Suite struct AllowDecisionTests {
    private let allowlist = NetworkAllowlist(rules: [
        AllowRule(host: "open.example"), AllowRule(host: "*.wild.example", place: "list.yaml:2"),
        AllowRule(host: "pypi.org", path: "/simple/*", methods: ["get", "HEAD"], place: "list.yaml:5"),
        AllowRule(host: "api.github.com", path: "/graphql", methods: ["POST"]),
        AllowRule(host: "api.github.com", path: "/repos/o/n*"),
        AllowRule(host: "gitlab.example", path: "/api/v4/projects/group%2Fproject/*"),
        AllowRule(host: "gitlab.example", path: "/api/v4/projects/123/*"),
        AllowRule(host: "chat.example", path: "/socket", methods: ["GET"], allowsWebSocket: true),
        AllowRule(host: "files.example", path: "/with space/ü/*"), AllowRule(host: "10.0.0.5"),
    ])

    @Test(arguments: [
        ("GET https://open.example/any/thing?x", true), ("DELETE http://open.example/", true),
        ("GET https://sub.open.example/", false), ("GET https://openXexample/", false),
        ("GET https://a.wild.example/", true), ("GET https://a.b.wild.example/", true),
        ("GET https://wild.example/", false),
        ("GET https://PyPI.org/simple/flask/", true), ("HEAD https://pypi.org/simple/", true),
        ("get https://pypi.org/simple/x", true), ("POST https://pypi.org/simple/x", false),
        ("GET https://pypi.org/simple", false), ("GET https://pypi.org/pypi/x", false),
        ("GET https://pypi.org/Simple/x", false),
        ("GET https://pypi.org/simple/x?y=/../z", true), ("GET https://pypi.org/simple/../x", false),
        ("POST https://api.github.com/graphql", true), ("POST https://api.github.com/graphql?a=b", true),
        ("POST https://api.github.com/graphql/", false), ("POST https://api.github.com/graphql/x", false),
        ("PATCH https://api.github.com/repos/o/n/issues/1", true),
        ("GET https://api.github.com/repos/o/n-private", true),
        ("GET https://api.github.com/repos/o/%6E", true), ("GET https://api.github.com/repos/o%2Fn", false),
        ("GET https://gitlab.example/api/v4/projects/group%2fproject/issues", true),
        ("GET https://gitlab.example/api/v4/projects/group/project/issues", false),
        // To GitLab this is the project “issues” of the group “123”.
        ("GET https://gitlab.example/api/v4/projects/123%2Fissues", false),
        ("GET https://files.example/with%20space/%C3%BC/x", true),
        ("GET https://files.example/with+space/%C3%BC/x", false),
        ("GET https://10.0.0.5/", true), ("GET https://10.0.0.6/", false),
    ])
    func `rules allow what they say and nothing else`(line: String, isAllowed: Bool) {
        let parts = line.split(separator: " ")
        let decision = request(String(parts[1]), String(parts[0])).map { allowlist.decide($0) }
        #expect(decision?.isAllowed ?? false == isAllowed)
    }

    @Test func `without rules everything is blocked`() throws {
        let decision = NetworkAllowlist(rules: []).decide(try canonical("/"))
        #expect(decision.rule == nil && decision.nearest.isEmpty)
    }

    @Test func `a WebSocket needs a rule that says so`() throws {
        let socket = try #require(request("https://chat.example/socket"))
        #expect(allowlist.decide(socket, isWebSocket: true).isAllowed)
        let open = try #require(request("https://open.example/socket"))
        let decision = allowlist.decide(open, isWebSocket: true)
        #expect(decision.nearest.first?.reasons == ["the rule does not say websocket: true"])
    }

    @Test func `a rule for some methods lets no header name another`() {
        let fields = [
            HeaderField("X-HTTP-Method-Override", "DELETE"), HeaderField("x-method-override", "PUT"),
            HeaderField("A", "b"),
        ]
        let some = AllowRule(host: "a.example", methods: ["GET"]).withoutOverrides(fields)
        #expect(some.headers == [HeaderField("A", "b")] && some.notes.count == 2)
        #expect(AllowRule(host: "a.example").withoutOverrides(fields).headers == fields)
    }

    @Test func `a pattern never opens an address`() throws {
        let rules = NetworkAllowlist(rules: [AllowRule(host: "*"), AllowRule(host: "10.*")])
        #expect(rules.decide(try #require(request("https://example.org/"))).isAllowed)
        #expect(!rules.decide(try #require(request("https://10.0.0.1/"))).isAllowed)
        #expect(!rules.decide(try #require(request("https://[::1]/"))).isAllowed)
    }

    @Test func `a path with empty segments must match with and without them`() throws {
        let rules = NetworkAllowlist(rules: [AllowRule(host: "example.org", path: "/a/?*/b")])
        #expect(rules.decide(try canonical("/a/x//b")).isAllowed)
        #expect(!rules.decide(try canonical("/a//b")).isAllowed)
    }

    @Test(arguments: [
        ("POST https://pypi.org/simple/x", "the method POST is not one of GET, HEAD"),
        ("GET https://pypi.org/x", "the path /x does not match /simple/*"),
        (
            "POST https://api.github.com/graphql/x",
            "the path /graphql/x is not exactly /graphql (a rule for everything below it ends in *)"
        ),
        ("GET https://wild.example/", "*.wild.example covers only names below wild.example, not itself"),
        (
            "GET https://gitlab.example/api/v4/projects/123%2Fissues",
            "the path holds %2F, which only %2F or * in a rule covers, not /"
        ),
        ("GET https://test.pypi.org/simple/x", "the host test.pypi.org is not pypi.org"),
    ])
    func `a blocked request names the nearest rule and why it does not match`(line: String, reason: String) throws {
        let parts = line.split(separator: " ")
        let nearest = allowlist.decide(try #require(request(String(parts[1]), String(parts[0])))).nearest
        #expect(nearest.first?.reasons == [reason])
        #expect(nearest.count <= 3)
    }

    @Test func `a host like no other has no nearest rule`() throws {
        #expect(allowlist.decide(try #require(request("https://evil.test/"))).nearest == [])
    }

    @Test func `what a blocked agent reads says what to do`() throws {
        let blocked = try #require(request("https://pypi.org/simple/x?token=abc", "POST"))
        let response = BlockedResponse(blocked, allowlist.decide(blocked), by: allowlist)
        let text = String(decoding: response.json(), as: UTF8.self)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(response.json())) as? [String: Any])
        #expect(object["error"] as? String == "blocked_by_network_allowlist")
        #expect(object["url"] as? String == "https://pypi.org/simple/x?…")
        #expect(text.contains("GET HEAD pypi.org/simple/*") && text.contains("list.yaml:5"))
        #expect(text.contains("the method POST is not one of GET, HEAD"))
        #expect(text.contains(".airut/network-allowlist.yaml") && text.contains("pull request"))
        #expect(
            object["proposal"] as? String
                == "url_prefixes:\n  - host: pypi.org\n    path: /simple/x\n    methods: [POST]\n")
        #expect(!text.contains("abc"))
        let refused = BlockedResponse(RequestRefusal("its path holds a backslash"))
        #expect(refused.error == "refused_by_network_sandbox" && refused.proposal == nil)
    }
}
