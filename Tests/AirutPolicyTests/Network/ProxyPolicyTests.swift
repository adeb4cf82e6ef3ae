import AirutPolicy
import Foundation
import Testing

@Suite struct ProxyPolicyTests {
    private func policy() throws -> ProxyPolicy {
        ProxyPolicy(
            allowlist: NetworkAllowlist(rules: [
                AllowRule(
                    host: "*.Example.org", path: "/a/*", methods: ["get"], allowsWebSocket: true, place: "list.yaml:3"),
                AllowRule(host: "open.example"),
            ]),
            masks: [
                SecretMask(
                    name: "T", surrogate: "sur", real: "hunter2", scopes: ["API.example.org"], headers: ["X-Key"])
            ],
            staticHosts: ["a.example": StaticHost(address: try #require(IPAddress("::1")), port: 8443)],
            allowedPrivate: [try #require(AddressRange("10.0.0.0/8"))],
            neverDialled: [try #require(AddressRange("198.18.0.0/15"))], additionalAuthorities: "PEM",
            serverTools: ServerToolPolicy(allowsWebSearch: true))
    }

    @Test func `a policy survives its way to the proxy`() throws {
        let policy = try policy()
        let copy = try JSONDecoder().decode(ProxyPolicy.self, from: JSONEncoder().encode(policy))
        #expect(copy == policy)
        #expect(copy.allowlist.decide(try #require(request("https://b.example.org/a/x"))).isAllowed)
        #expect(copy.masks[0].scopes[0].matches("api.example.org"))
    }

    @Test func `printing a policy shows no secret`() throws {
        let policy = try policy()
        var dumped = ""
        dump(policy, to: &dumped)
        for text in ["\(policy)", String(reflecting: policy), dumped] {
            #expect(!text.contains("hunter2") && !text.contains("sur\""))
        }
    }

    @Test func `a proxy's first line has the certificate, the others are verdicts`() throws {
        let ready = try JSONEncoder().encode(ProxyReport.ready(certificate: "PEM"))
        #expect(String(decoding: ready, as: UTF8.self) == #"{"ready":{"certificate":"PEM"}}"#)
        let verdict = ProxyVerdict(
            time: 1, kind: .request, decision: .blocked, subject: "https://a.example/", host: "a.example", status: 403)
        for report in [ProxyReport.ready(certificate: "x"), .verdict(verdict)] {
            #expect(try JSONDecoder().decode(ProxyReport.self, from: JSONEncoder().encode(report)) == report)
        }
        #expect(
            String(decoding: try JSONEncoder().encode(ProxyReport.verdict(verdict)), as: UTF8.self).contains(
                #""decision":"blocked""#))
    }
}
