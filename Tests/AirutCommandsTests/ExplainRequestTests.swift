import AirutTestSupport
import Foundation
import Testing

@Suite struct ExplainRequestTests {
    private static let allowlist = """
        url_prefixes:
          - host: pypi.org
            path: /simple/*
            methods: [GET, HEAD]
        build: {domains: [deb.debian.org]}
        """

    private func explain(_ arguments: String..., list: String = allowlist) async throws -> CommandResult {
        try await withTemporaryDirectory { folder in
            try FileManager.default.createDirectory(atPath: folder + "/.airut", withIntermediateDirectories: true)
            try list.write(toFile: folder + "/.airut/network-allowlist.yaml", atomically: true, encoding: .utf8)
            let command = [BuiltProgram.path("airut"), "explain", "request"] + arguments + ["--repo", "."]
            return try await run(command, in: folder, mayFail: true)
        }
    }

    @Test func `an allowed request names its rule and where it stands`() async throws {
        let result = try await explain("get", "https://PyPI.org/simple/./flask/?x#y")
        #expect(
            result.text == """
                allowed: GET https://pypi.org/simple/flask/?x
                  by GET HEAD pypi.org/simple/*  (./.airut/network-allowlist.yaml:2)

                """)
        #expect(result.status == 0)
    }

    @Test func `a blocked one names the nearest rules and the lines that would allow it`() async throws {
        let result = try await explain("POST", "https://pypi.org/legacy/")
        #expect(
            result.text == """
                blocked: POST https://pypi.org/legacy/
                  not by GET HEAD pypi.org/simple/*  (./.airut/network-allowlist.yaml:2)
                    the path /legacy/ does not match /simple/*
                    the method POST is not one of GET, HEAD
                These lines would allow it:
                url_prefixes:
                  - host: pypi.org
                    path: /legacy/
                    methods: [POST]

                """)
        #expect(result.status == 1)
    }

    @Test func `what no rule could allow is told apart`() async throws {
        let result = try await explain("GET", "https://pypi.org/simple/%2e%2e/x")
        #expect(result.text.contains("refused: GET") && result.text.contains("its path holds a “..” segment"))
        #expect(result.status == 1)
    }

    @Test func `builds and WebSockets are asked about separately`() async throws {
        #expect(try await explain("GET", "https://deb.debian.org/x", "--build").status == 0)
        #expect(try await explain("GET", "https://deb.debian.org/x").status == 1)
        #expect(try await explain("GET", "https://pypi.org/simple/x", "--websocket").text.contains("websocket: true"))
        #expect(try await explain("GET", "https://pypi.org/", "--build", list: "domains: []").status == 2)
    }

    @Test func `for programs there is JSON`() async throws {
        let result = try await explain("POST", "https://pypi.org/simple/x", "--json")
        let object = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
        #expect(object["decision"] as? String == "blocked")
        let nearest = try #require(object["nearest"] as? [[String: Any]])
        #expect(nearest.first?["why"] as? [String] == ["the method POST is not one of GET, HEAD"])
        #expect((object["proposal"] as? String)?.contains("methods: [POST]") == true)
        #expect(result.status == 1)
    }

    @Test func `a wrong allowlist or wrong usage is no answer`() async throws {
        let wrong = try await explain("GET", "https://pypi.org/", list: "domains: pypi.org\n")
        #expect(wrong.status == 2)
        #expect(wrong.errorOutput.contains("network-allowlist.yaml:1:10: domains: should be a list"))
        #expect(try await explain("GET", "pypi.org/simple").status == 64)
        #expect(try await explain("GET", "https://pypi.org/", "--allowlist", "x").status == 64)
    }
}
