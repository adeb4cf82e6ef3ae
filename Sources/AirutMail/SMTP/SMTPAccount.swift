public import AirutModel

/// A submission server and how to log in there.
public struct SMTPAccount: Sendable {
    public var host: String
    public var port: Int
    public var security: ConnectionSecurity
    /// PEM file of the only authorities to trust; `nil` trusts the system's.
    public var caFile: String?
    /// `nil` submits without logging in.
    public var login: Login?
    public var timeouts: SMTPTimeouts

    public struct Login: Sendable {
        public var username: String
        public var password: Secret

        public init(username: String, password: Secret) {
            self.username = username
            self.password = password
        }
    }

    public init(
        host: String, port: Int = 465, security: ConnectionSecurity = .tls, caFile: String? = nil, login: Login?,
        timeouts: SMTPTimeouts = SMTPTimeouts()
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.caFile = caFile
        self.login = login
        self.timeouts = timeouts
    }
}
