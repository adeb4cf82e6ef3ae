import AirutConfig
import AirutCurl
import AirutForge
import AirutMail
import AirutModel
import AirutSandbox

// What the configuration says, in the words of those who act on it.

extension BuildNetwork {
    init(_ setting: ContainerSettings.BuildNetwork, _ networks: NetworkSandbox) {
        switch setting {
        case .sandbox: self = .sandbox(networks)
        case .private: self = .open(.podmanDefault)
        case .host: self = .open(.host)
        case .none: self = .open(.none)
        }
    }
}

extension IMAPAccount {
    init(_ email: EmailSettings) {
        self.init(
            host: email.imap.server, port: email.imap.port, security: ConnectionSecurity(email.imap.security),
            caFile: email.imap.caFile, username: email.account.username, password: email.account.password,
            usesIdle: email.imap.useIDLE, pollInterval: email.imap.pollInterval)
    }
}

extension SMTPAccount {
    init(_ email: EmailSettings) {
        self.init(
            host: email.smtp.server, port: email.smtp.port, security: ConnectionSecurity(email.smtp.security),
            caFile: email.smtp.caFile,
            login: email.smtp.requiresLogin
                ? Login(username: email.account.username, password: email.account.password) : nil)
    }
}

extension ConnectionSecurity {
    init(_ setting: MailSecurity) {
        switch setting {
        case .tls: self = .tls
        case .starttls: self = .startTLS
        case .plaintext: self = .plaintext
        }
    }
}

extension Authenticator {
    init(_ email: EmailSettings) {
        self.init(
            authservID: email.auth.trustedAuthservID,
            authorizedSenders: email.auth.authorizedSenders,
            ownAddress: email.account.from.address)
    }
}

extension GitHubForge {
    /// `nil` when pull requests are not asked for, or the settings lack what they need (the configuration's check says so).
    init?(_ publish: PublishSettings) {
        guard publish.mode == .pullRequest, let repository = publish.repository, let token = publish.token else {
            return nil
        }
        let client = HTTPClient(trust: Trust(caFile: publish.caFile))
        self.init(apiURL: publish.apiURL, repository: repository, token: token) { request in
            let headers = request.headers.map { (name: $0.name, value: $0.value) }
            let authorization = (name: "Authorization", value: "Bearer \(request.bearerToken.reveal())")
            let response = try await client.send(
                HTTPRequest(
                    method: request.method, url: request.url, headers: headers + [authorization], body: request.body))
            return ForgeResponse(
                status: response.status,
                headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first },
                body: response.body)
        }
    }
}
