import AirutMailTestSupport
import AirutModel
import Testing

@testable import AirutMail

/// Whom the client trusts, and what it tells when it does not.
@Suite struct IMAPTrustTests {
    private func failure(_ account: IMAPAccount) async -> MailServerError? {
        await #expect(throws: MailServerError.self) { _ = try await IMAPClient.connect(account) }
    }

    @Test(arguments: MailBackend.allCases, [ConnectionSecurity.tls, .startTLS])
    func `a wrong password is one sentence that does not show it`(backend: MailBackend, security: ConnectionSecurity)
        async throws
    {
        try await backend.withServer(.init(security: security)) { server in
            let error = await failure(server.account(security, password: "hunter2"))
            #expect(error?.kind == .unauthorized)
            let port = server.imapPort(security)
            #expect(
                error.map { "\($0)" } == """
                    cannot log in as bot at localhost:\(port): the login was refused; the server says \
                    “\(server.refusal)”; trying again alone will not help
                    """)
        }
    }

    @Test(arguments: MailBackend.allCases, [ConnectionSecurity.tls, .startTLS])
    func `an expired certificate is not accepted`(backend: MailBackend, security: ConnectionSecurity) async throws {
        try await backend.withServer(.init(security: security, isExpired: true)) { server in
            let error = await failure(server.account(security))
            #expect(error?.kind == .untrusted)
            #expect(error?.reason.contains("expired") == true)
        }
    }

    @Test(arguments: MailBackend.allCases, [ConnectionSecurity.tls, .startTLS])
    func `a certificate for another name is not accepted`(backend: MailBackend, security: ConnectionSecurity)
        async throws
    {
        try await backend.withServer(.init(security: security, names: "DNS:mail.example.org")) { server in
            let error = await failure(server.account(security))
            #expect(error?.kind == .untrusted)
            #expect(error?.reason.contains("localhost") == true)
        }
    }

    @Test(arguments: MailBackend.allCases, [ConnectionSecurity.tls, .startTLS])
    func `a certificate of an authority that is not ours is not accepted`(
        backend: MailBackend, security: ConnectionSecurity
    ) async throws {
        try await backend.withServer(.init(security: security)) { server in
            var account = server.account(security)
            account.caFile = nil
            #expect(await failure(account)?.kind == .untrusted)
            account.caFile = "\(server.folder)/missing.pem"
            let error = await failure(account)
            #expect(error?.kind == .untrusted)
            #expect(error?.reason.contains("missing.pem") == true)
        }
    }

    @Test(arguments: MailBackend.allCases)
    func `a numeric address is compared with the certificate too`(backend: MailBackend) async throws {
        try await backend.withServer { server in
            let client = try await IMAPClient.connect(server.account(host: "127.0.0.1"))
            await client.logOut()
        }
        try await backend.withServer(.init(names: "DNS:localhost")) { server in
            #expect(await failure(server.account(host: "127.0.0.1"))?.kind == .untrusted)
        }
    }

    @Test func `plaintext to another machine is refused before anything is sent`() async {
        let account = IMAPAccount(
            host: "mail.example.org", port: 143, security: .plaintext, username: "bot", password: Secret("x"))
        #expect(await failure(account)?.kind == .unusable)
    }

    @Test(arguments: MailBackend.allCases)
    func `TLS with a server that speaks plaintext fails with a sentence`(backend: MailBackend) async throws {
        try await backend.withServer(.init(security: .plaintext)) { server in
            var account = server.account(.plaintext)
            account.security = .tls
            account.timeout = .seconds(5)
            let error = await failure(account)
            #expect(error.map { "\($0)" }?.hasPrefix("cannot connect at localhost:") == true)
        }
    }
}
