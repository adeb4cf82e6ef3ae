import AirutConfig
import AirutPolicy
import Foundation
import Testing

@Suite struct AllowlistFileTests {
    private func parse(_ text: String) -> Loaded<AllowlistFile> {
        AllowlistFile.parse(bytes: Array(text.utf8), file: "list.yaml")
    }

    @Test func `a file of the reference system means what it meant`() throws {
        let loaded = parse(
            """
            # A comment.
            domains:
              - API.example.com
              - "*.github.com"
            url_prefixes:
              - host: api.anthropic.com
                path: /v1/messages*
                methods: [POST]
              - host: statsig.anthropic.com
                path: ""
                methods: [post]
              - host: pypi.org
              - {host: "a?.example.org", path: "/[ab]*", methods: []}
            """)
        #expect(loaded.problems == [])
        let list = try #require(loaded.value).task
        #expect(
            list.rules == [
                AllowRule(host: "api.example.com", place: "list.yaml:3"),
                AllowRule(host: "*.github.com", place: "list.yaml:4"),
                AllowRule(host: "api.anthropic.com", path: "/v1/messages*", methods: ["POST"], place: "list.yaml:6"),
                AllowRule(host: "statsig.anthropic.com", methods: ["POST"], place: "list.yaml:9"),
                AllowRule(host: "pypi.org", place: "list.yaml:12"),
                AllowRule(host: "a?.example.org", path: "/[ab]*", place: "list.yaml:13"),
            ])
        #expect(list.file == "list.yaml")
        #expect(loaded.value?.imageBuild == nil)
    }

    @Test(arguments: ["", "# nothing\n", "{}", "domains: []\nurl_prefixes: []\n", "domains:\nurl_prefixes:\n", "---\n"])
    func `an empty file blocks everything`(text: String) throws {
        let loaded = parse(text)
        #expect(loaded.problems == [])
        #expect(try #require(loaded.value).task.rules == [])
    }

    @Test func `builds have rules of their own, also none`() throws {
        let file = try #require(
            parse(
                "domains: [a.example]\nbuild:\n  domains: [b.example]\n  url_prefixes: [{host: c.example, websocket: true}]"
            ).value)
        #expect(
            file.imageBuild?.rules == [
                AllowRule(host: "b.example", place: "list.yaml:3"),
                AllowRule(host: "c.example", allowsWebSocket: true, place: "list.yaml:4"),
            ])
        #expect(file.task.rules.map(\.host.text) == ["a.example"])
        #expect(try #require(parse("build: {}").value).imageBuild?.rules == [])
    }

    @Test(arguments: [
        ("domains: example.org", "1:10: domains: should be a list, not “example.org”"),
        ("url_prefixes: {host: a.example}", "1:15: url_prefixes: should be a list, not a mapping"),
        ("url_prefixes: [a.example]", "1:16: url_prefixes.0: should be a mapping of settings, not “a.example”"),
        (
            "url_prefixes:\n- host: a.example\n  methods: GET",
            "3:12: url_prefixes.0.methods: should be a list, not “GET”"
        ),
        ("url_prefixes:\n- host: a.example\n  methods: [CONNECT]", "should be a method other than CONNECT and TRACE"),
        ("url_prefixes:\n- host: a.example\n  methods: [GET POST]", "should be a method"),
        ("url_prefixes:\n- path: /x", "2:3: url_prefixes.0.host: is required"),
        ("url_prefixes:\n- host: ", "url_prefixes.0.host: is required, but nothing stands here"),
        (
            "url_prefixes:\n- host: a.example\n  paht: /x",
            "3:3: url_prefixes.0.paht: there is no such setting; did you mean “path”?"
        ),
        ("domian: []", "1:1: domian: there is no such setting; did you mean “domains”?"),
        (
            "url_prefixes:\n- host: a.example\n  graphql: {queries: [viewer]}",
            "3:12: url_prefixes.0.graphql: this version cannot tell GraphQL operations apart"
        ),
        ("domains: [https://a.example]", "should be the name of a host"),
        ("domains: [a.example/x]", "should be the name"),
        ("domains: [\"a.example:443\"]", "should be the name"), ("domains: [a.example.]", "should be the name"),
        ("domains: [.a.example]", "should be the name"), ("domains: [\"*..example\"]", "should be the name"),
        ("domains: [bücher.example]", "other alphabets as xn--…"), ("domains: [\"\"]", "should be the name"),
        ("domains: [127.1]", "should be the name"), ("domains: [1]", "should be the name"),
        ("domains: [[a]]", "should be the name"),
        ("domains: [*.a.example]", "a pattern that begins with * stands in quotes"),
        ("domains: [!env HOME]", "a repository sees nothing of the server"),
        ("url_prefixes: [{host: a.example, path: x/y}]", "should begin with /"),
        ("url_prefixes: [{host: a.example, path: /a/../b}]", "holds a segment"),
        ("url_prefixes: [{host: a.example, path: /a%20b}]", "write the character itself"),
        ("url_prefixes: [{host: a.example, path: '/a\\b'}]", "which no path has"),
        ("url_prefixes: [{host: a.example, path: [x]}]", "should be a path, not a list"),
        ("url_prefixes: [{host: a.example, websocket: maybe}]", "should be true or false"),
        ("build: [x]", "build: should be a mapping"),
        ("build: {build: {}}", "1:9: build.build: there is no such setting"),
        ("- a.example", "1:1: should be a mapping of settings, not a list"), ("domains: [a\ndomains: b", "list.yaml:"),
    ])
    func `mistakes are errors with their place`(text: String, problem: String) {
        let loaded = parse(text)
        #expect(loaded.value == nil)
        #expect(
            loaded.problems.contains { $0.severity == .error && $0.description.contains(problem) }, "\(loaded.problems)"
        )
    }

    @Test func `a pattern that was written for a query is doubted, and an escaped slash kept`() throws {
        let loaded = parse(
            "url_prefixes:\n- {host: a.example, path: '/x?beta=true'}\n- {host: a.example, path: '/g%2fp/*'}")
        #expect(loaded.problems.map(\.severity) == [.warning])
        #expect(loaded.value?.task.rules.last?.path?.text == "/g%2Fp/*")
    }

    @Test func `what a blocked agent is told to add is read back as a rule that allows it`() throws {
        for url in [
            "https://a.example/x", "https://a.example/with%20space/%C3%BC?q", "https://a.example/a*b%3Fc%5B1%5D",
            "https://a.example/@scope%2Fpkg", "https://10.0.0.5/", "https://[fd00::5]/x", "http://no/'%22%23:%7B%7D",
        ] {
            let request = try CanonicalRequest(try #require(RawRequest(url: url, method: "POST")))
            let text = AllowlistProposal([BlockedRequest(request, isWebSocket: true)]).text
            let loaded = parse(text)
            #expect(loaded.problems == [], "\(text)")
            #expect(try #require(loaded.value).task.decide(request, isWebSocket: true).isAllowed, "\(text)")
        }
    }

    @Test func `the example repository's file loads without problems`() throws {
        let path = "\(ProjectFolder.path)/examples/repository/.airut/network-allowlist.yaml"
        let loaded = AllowlistFile.load(path: path)
        #expect(loaded.problems == [])
        #expect(try #require(loaded.value).task.rules.count > 2)
        #expect(AllowlistFile.load(path: path + ".missing").isUnreadable)
    }
}
