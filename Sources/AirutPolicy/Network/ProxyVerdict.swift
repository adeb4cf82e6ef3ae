/// What a proxy decided about one query or request, and how it went: a line of the task's network log.
///
/// It holds no credential, and of a URL's query only that there was one.
public struct ProxyVerdict: Codable, Sendable, Hashable {
    public enum Kind: String, Codable, Sendable, Hashable {
        case dns
        case request
        /// A connection that ended before there was a request: no TLS, no name, no HTTP.
        case connection
    }

    public enum Decision: String, Codable, Sendable, Hashable {
        case allowed
        /// By a rule, or by the lack of one.
        case blocked
        /// Not a request that could be judged: malformed, ambiguous, too large.
        case refused
        /// Allowed, but it went wrong: no such host, a forbidden address, a broken connection.
        case failed
    }

    /// Seconds since 1970, when it was decided.
    public var time: Double
    public var kind: Kind
    public var decision: Decision
    /// Canonical, when it is known.
    public var host: String?
    public var method: String?
    /// For a request ``CanonicalRequest/loggedURL``; for DNS the name that was asked for.
    public var subject: String
    /// ``AllowRule/description`` of the rule that allowed it.
    public var rule: String?
    /// Why it was blocked, refused or failed: a sentence without its period.
    public var reason: String?
    public var status: Int?
    public var requestBytes: Int?
    public var responseBytes: Int?
    public var milliseconds: Int?
    /// Names of the masked secrets whose real values were inserted.
    public var masks: [String]
    /// What was changed on the way: stripped and collapsed header fields, trimmed tools.
    public var notes: [String]
    /// Whether the request asked to become a WebSocket.
    public var isWebSocket: Bool

    public init(
        time: Double, kind: Kind, decision: Decision, subject: String, host: String? = nil, method: String? = nil,
        rule: String? = nil, reason: String? = nil, status: Int? = nil, requestBytes: Int? = nil,
        responseBytes: Int? = nil, milliseconds: Int? = nil, masks: [String] = [], notes: [String] = [],
        isWebSocket: Bool = false
    ) {
        self.time = time
        self.kind = kind
        self.decision = decision
        self.subject = subject
        self.host = host
        self.method = method
        self.rule = rule
        self.reason = reason
        self.status = status
        self.requestBytes = requestBytes
        self.responseBytes = responseBytes
        self.milliseconds = milliseconds
        self.masks = masks
        self.notes = notes
        self.isWebSocket = isWebSocket
    }
}
