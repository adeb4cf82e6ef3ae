import AirutCurl
import AirutModel

extension IMAPClient {
    /// From the greeting to the authenticated state.
    func begin() async throws {
        let greeting = try await run(nil, action: "be welcomed")
        var isLoggedIn = greeting.status.kind == .preAuthenticated
        guard isLoggedIn || greeting.status.kind == .ok else {
            await close()
            throw failure(.refused, "be welcomed", greeting.status.quotedText, retryMayHelp: true)
        }
        do {
            if account.security == .startTLS {
                // A server that is past STARTTLS already may be somebody in between (RFC 9051 §11.1).
                guard !isLoggedIn else {
                    throw failure(.untrusted, "make the connection secure", "the server logged us in before STARTTLS")
                }
                try await startTLS()
            }
            if !isLoggedIn {
                try await logIn()
                isLoggedIn = true
            }
        } catch {
            await close()
            throw error
        }
    }

    /// The server's abilities, asked for when they are unknown.
    public func capabilities() async throws -> Set<String> {
        if engine.capabilities == nil { try await demand(IMAPCommand("CAPABILITY"), action: "ask for its abilities") }
        return engine.capabilities ?? []
    }

    private func startTLS() async throws {
        let action = "make the connection secure"
        guard try await capabilities().contains("STARTTLS") else {
            throw failure(.untrusted, action, "the server does not offer STARTTLS")
        }
        let completion = try await run(IMAPCommand("STARTTLS"), action: action)
        guard completion.status.kind == .ok else {
            throw failure(
                .untrusted, action, "it refused STARTTLS; \(completion.status.quotedText)", retryMayHelp: true)
        }
        // What came along unencrypted would count as if it had come through TLS.
        guard engine.framer.isEmpty else {
            throw failure(.untrusted, action, "the server sent something unencrypted after agreeing to STARTTLS")
        }
        engine.forgetCapabilities()
        do {
            try await stream.startTLS(within: account.timeout)
        } catch let error as TransportError {
            throw MailServerError(error, server: server, action: action)
        }
    }

    private func logIn() async throws {
        let action = "log in as \(account.username)"
        guard !(account.username + account.password.reveal()).utf8.contains(0) else {
            throw failure(.unusable, action, "user name or password contains a zero byte")
        }
        let command = try await loginCommand(action: action)
        engine.forgetCapabilities()
        let completion = try await run(command, action: action)
        guard completion.status.kind == .ok else {
            throw failure(
                completion.status.isPassing ? .refused : .unauthorized, action,
                "the login was refused; \(completion.status.quotedText)", retryMayHelp: completion.status.isPassing)
        }
    }

    private func loginCommand(action: String) async throws -> IMAPCommand {
        let abilities = try await capabilities()
        if abilities.contains("AUTH=PLAIN") {
            return .authenticatePlain(
                username: account.username, password: account.password, inOneLine: abilities.contains("SASL-IR"))
        }
        guard !abilities.contains("LOGINDISABLED") else {
            throw failure(.unauthorized, action, "the server offers no way to log in with a password")
        }
        return .login(username: account.username, password: account.password)
    }
}
