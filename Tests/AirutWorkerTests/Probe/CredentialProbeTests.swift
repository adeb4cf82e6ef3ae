import AirutConfig
import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutWorker

@Suite struct CredentialProbeTests {
    /// Anthropic's list of models, as far as telling right credentials from wrong ones goes.
    private static let program = #"""
        import http.server, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *arguments): pass
            def do_GET(self):
                key, bearer = self.headers.get("x-api-key"), self.headers.get("authorization")
                right = key == "right-key" or bearer == "Bearer right-token" and "oauth" in self.headers["anthropic-beta"]
                known = self.path == "/v1/models?limit=1" and self.headers.get("anthropic-version") == "2023-06-01"
                self.send_response(529 if key == "busy-key" else 404 if not known else 200 if right else 401)
                self.send_header("Content-Length", "0")
                self.end_headers()
        http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
        """#

    private func withService(_ body: (CredentialService) async throws -> Void) async throws {
        try await withTemporaryDirectory { folder in
            try await withServerProgram(ports: 1, in: folder) { ports in
                ["python3", "-c", Self.program, "\(ports[0])"]
            } _: { ports in
                try await body(CredentialService(address: "http://127.0.0.1:\(ports[0])"))
            }
        }
    }

    private func masked(_ value: String, header: String = "X-Api-Key", scope: String = "*.anthropic.com")
        -> MaskedSecret
    {
        var secret = MaskedSecret()
        (secret.value, secret.headers, secret.scopes) = (Secret(value), [header], [scope])
        return secret
    }

    @Test func `a credential is tried at the service it is for`() async throws {
        try await withService { service in
            let probe = { (name: String, secret: MaskedSecret) in
                var repository = RepositorySettings()
                repository.maskedSecrets = [name: secret]
                return try await CredentialProbe(repository: repository, service: service).run()
            }
            let right = try await probe("ANTHROPIC_API_KEY", masked("right-key"))
            #expect(right.map(\.severity) == [.ok, .ok], "\(right)")
            #expect(right.has(.ok, "is accepted by api.anthropic.com"))
            let token = try await probe("CLAUDE_CODE_OAUTH_TOKEN", masked("right-token", header: "Authorization"))
            #expect(token.map(\.severity) == [.ok, .ok], "\(token)")
            #expect(try await probe("ANTHROPIC_API_KEY", masked("wrong-key")).has(.error, "is not accepted"))
            #expect(try await probe("ANTHROPIC_API_KEY", masked("busy-key")).has(.warning, "answers with status 529"))
            let gateway = try await probe("ANTHROPIC_AUTH_TOKEN", masked("wrong-key"))
            #expect(gateway == [.ok("ANTHROPIC_AUTH_TOKEN is in masked_secrets")])
        }
    }

    @Test func `one that the proxy never inserts is an error`() async throws {
        try await withService { service in
            for (secret, said) in [
                (masked("right-key", scope: "api.anthropic.org"), "add api.anthropic.com to its scopes"),
                (masked("right-key", header: "Authorization"), "add x-api-key to its headers"),
            ] {
                var repository = RepositorySettings()
                repository.maskedSecrets = ["ANTHROPIC_API_KEY": secret]
                let findings = try await CredentialProbe(repository: repository, service: service).run()
                #expect(findings.has(.error, said))
            }
        }
    }

    @Test func `what cannot be reached is no error, but one that is missing, plain or a stand-in is told`() async throws
    {
        let nowhere = CredentialService(address: "http://127.0.0.1:\(try freePorts(1)[0])")
        var repository = RepositorySettings()
        let run = { try await CredentialProbe(repository: $0, service: nowhere).run() }
        #expect(try await run(repository).has(.warning, "none of ANTHROPIC_API_KEY"))
        repository.secrets = ["ANTHROPIC_API_KEY": Secret("sk-1234567")]
        #expect(try await run(repository).has(.warning, "move it to masked_secrets"))
        #expect(try await run(repository).has(.warning, "could not be tried"))
        repository.maskedSecrets = ["ANTHROPIC_API_KEY": masked("replace-me")]
        #expect(try await run(repository).has(.error, "template"))
    }
}
