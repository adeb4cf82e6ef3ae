public import AirutModel

/// A mailbox's server and how to log in there.
public struct IMAPAccount: Sendable {
    public var host: String
    public var port: Int
    public var security: ConnectionSecurity
    /// PEM file of the only authorities to trust; `nil` trusts the system's.
    public var caFile: String?
    public var username: String
    public var password: Secret
    /// Whether to be told of new mail (RFC 2177) where the server can; otherwise ``pollInterval`` decides.
    public var usesIdle: Bool
    /// How often to ask for new mail without IDLE.
    public var pollInterval: Duration
    /// How long the server may be silent in the middle of a command, and how long connecting may take.
    public var timeout: Duration
    /// How long one IDLE lasts before it is begun anew, which also proves that the connection still lives.
    public var idleRefresh: Duration
    /// The longest one command may take, however lively the server is meanwhile.
    public var commandLimit = Duration.seconds(900)

    public init(
        host: String, port: Int = 993, security: ConnectionSecurity = .tls, caFile: String? = nil, username: String,
        password: Secret, usesIdle: Bool = true, pollInterval: Duration = .seconds(60),
        timeout: Duration = .seconds(30), idleRefresh: Duration = .seconds(240)
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.caFile = caFile
        self.username = username
        self.password = password
        self.usesIdle = usesIdle
        self.pollInterval = pollInterval
        self.timeout = timeout
        self.idleRefresh = idleRefresh
    }
}
