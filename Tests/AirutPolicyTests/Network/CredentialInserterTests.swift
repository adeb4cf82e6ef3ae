import AirutModel
import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@Suite struct CredentialInserterTests {
    private static let github = SecretMask(
        name: "GH_TOKEN", surrogate: "ghp_surrogate0000", real: "ghp_REALTOKEN9999",
        scopes: ["api.github.com", "*.githubusercontent.com"], headers: ["Authorization"])
    private static let key = SecretMask(
        name: "KEY", surrogate: "key-surrogate", real: "key-real-real", scopes: ["*.example.org"],
        headers: ["X-*-Key", "x-token"])
    private static let lenient = SecretMask(
        name: "OPEN", surrogate: "open-surrogate", real: "open-real-real", scopes: ["open.example"],
        headers: ["Authorization"], allowsForeignCredentials: true)
    private let inserter = CredentialInserter(masks: [github, key, lenient])

    private func insert(
        _ headers: [HeaderField], _ url: String = "https://api.github.com/user"
    ) throws -> CredentialInsertion {
        var result = try inserter.insert(into: headers, of: try #require(request(url)))
        result.headers.removeAll { $0 == HeaderField("Accept-Encoding", "identity") }
        return result
    }

    private func basic(_ text: String) -> String { "Basic " + Data(text.utf8).base64EncodedString() }

    @Test func `a surrogate becomes the secret in its header on its hosts`() throws {
        for url in ["https://api.github.com/user", "https://API.github.com./x", "https://raw.githubusercontent.com/x"] {
            let result = try insert([HeaderField("authorization", "token ghp_surrogate0000")], url)
            #expect(result.headers == [HeaderField("authorization", "token ghp_REALTOKEN9999")])
            #expect(result.used == ["GH_TOKEN"])
            #expect(result.scrubbed == [Self.github])
        }
    }

    @Test(arguments: [
        "https://evil.example/", "https://github.com/", "https://api.github.com.evil.example/",
        "https://xapi.github.com/",
        "https://githubusercontent.com/", "http://api.github.com/user", "https://1.2.3.4/",
    ])
    func `elsewhere and without TLS the surrogate stays`(url: String) throws {
        let fields = [HeaderField("Authorization", "token ghp_surrogate0000")]
        let result = try insert(fields, url)
        #expect(result.headers == fields)
        #expect(result.used == [])
    }

    @Test func `other headers keep the surrogate`() throws {
        let fields = [HeaderField("X-Token", "ghp_surrogate0000"), HeaderField("Cookie", "a=ghp_surrogate0000")]
        #expect(try insert(fields).headers == fields)
    }

    @Test func `Basic credentials are decoded and encoded anew`() throws {
        let result = try insert([HeaderField("Authorization", basic("x-access-token:ghp_surrogate0000"))])
        #expect(result.headers == [HeaderField("Authorization", basic("x-access-token:ghp_REALTOKEN9999"))])
        let spaced = try insert([
            HeaderField("Authorization", "basic   " + basic("ghp_surrogate0000:").dropFirst(6) + " ")
        ])
        #expect(spaced.headers == [HeaderField("Authorization", "basic " + basic("ghp_REALTOKEN9999:").dropFirst(6))])
    }

    @Test(arguments: [
        "token ghp_somebodyelses", "", "Basic !!!", "Basic " + Data("u:p".utf8).base64EncodedString(), "Bearer",
    ])
    func `another's credential in an exactly named header is taken out`(value: String) throws {
        let result = try insert([HeaderField("AUTHORIZATION", value), HeaderField("Accept", "*/*")])
        #expect(result.headers == [HeaderField("Accept", "*/*")])
        #expect(result.notes == ["stripped AUTHORIZATION, which held no credential of ours"])
        // Unless the server says otherwise, or the header only fits a pattern.
        let fields = [HeaderField("Authorization", value)]
        #expect(try insert(fields, "https://open.example/").headers == fields)
        let patterned = [HeaderField("X-Api-Key", value)]
        #expect(try insert(patterned, "https://a.example.org/").headers == patterned)
        #expect(try insert([HeaderField("X-Token", value)], "https://a.example.org/").headers == [])
    }

    @Test func `nor does it pass beside ours`() throws {
        for value in [
            basic("ghp_somebodyelses:ghp_surrogate0000"), basic("ghp_surrogate0000:github_pat_somebodyelses"),
            "Bearer ghp_somebodyelses ghp_surrogate0000",
        ] {
            let result = try insert([HeaderField("Authorization", value)])
            #expect(result.headers == [] && result.used == [])
        }
        let named = try insert([HeaderField("Authorization", basic("task-ghp_robot:ghp_surrogate0000"))])
        #expect(named.used == ["GH_TOKEN"])
    }

    @Test func `of several fields with a secret one is left`() throws {
        let result = try insert(
            [
                HeaderField("X-Api-Key", "other"), HeaderField("X-Api-Key", "key-surrogate"), HeaderField("A", "b"),
                HeaderField("x-api-key", "key-surrogate"),
            ], "https://a.example.org/")
        #expect(result.headers.filter { $0.isNamed("x-api-key") } == [HeaderField("X-Api-Key", "key-real-real")])
        #expect(result.headers.contains(HeaderField("A", "b")))
        #expect(result.notes.count == 2)
    }

    @Test(arguments: ["Authorization", "Proxy-Authorization"])
    func `several authorizations are refused everywhere`(name: String) {
        let fields = [HeaderField(name, "a"), HeaderField(name.lowercased(), "b")]
        #expect(throws: RequestRefusal.self) { try insert(fields) }
        #expect(throws: RequestRefusal.self) { try insert(fields, "https://evil.example/") }
    }

    @Test func `a secret with a line break forges no header`() throws {
        let mask = SecretMask(
            name: "PEM", surrogate: "surrogate", real: "a\r\nX-Evil: 1", scopes: ["*"], headers: ["*"])
        let fields = [HeaderField("Authorization", "surrogate")]
        let result = try CredentialInserter(masks: [mask]).insert(into: fields, of: try canonical("/"))
        #expect(result.headers.first == fields[0])
        #expect(result.used == [])
    }

    @Test func `scoped hosts are asked for bodies that can be scrubbed`() throws {
        let fields = [
            HeaderField("accept-encoding", "br"), HeaderField("Range", "bytes=3-"), HeaderField("If-Range", "x"),
        ]
        let result = try inserter.insert(into: fields, of: try #require(request("https://api.github.com/")))
        #expect(result.headers == [HeaderField("Accept-Encoding", "identity")])
        #expect(try inserter.insert(into: fields, of: try canonical("/")).headers == fields)
    }

    @Test func `whatever the request, a secret goes to its hosts and into its headers only`() throws {
        var generator = SeededGenerator(seed: 7)
        let names = [
            "Authorization", "authorization", "X-Api-Key", "X-Token", "Cookie", "Host", "X--Key", "Via", "X-Other",
        ]
        let hosts = [
            "api.github.com", "a.githubusercontent.com", "a.example.org", "open.example", "evil.example", "example.org",
        ]
        let masks = [Self.github, Self.key, Self.lenient]
        let texts = masks.flatMap {
            [$0.surrogate, basic("u:\($0.surrogate)"), "Bearer \($0.surrogate)x\($0.surrogate)"]
        }
        for _ in 0..<5000 {
            let scheme = Bool.random(using: &generator) ? "https" : "http"
            let host = try #require(hosts.randomElement(using: &generator))
            let fields = (0..<4).map { _ in
                HeaderField(names.randomElement(using: &generator)!, texts.randomElement(using: &generator)!)
            }
            guard let result = try? inserter.insert(into: fields, of: try #require(request("\(scheme)://\(host)/")))
            else { continue }
            for field in result.headers {
                let inside = field.value.split(separator: " ").last.flatMap { Data(base64Encoded: String($0)) }
                let value = field.value + String(decoding: inside ?? Data(), as: UTF8.self)
                for mask in masks where value.contains(mask.real) {
                    #expect(scheme == "https" && result.used.contains(mask.name))
                    #expect(mask.scopes.contains { $0.matches(host) })
                    #expect(mask.headers.contains { $0.matches(field.name.lowercased()) })
                }
            }
        }
    }
}
