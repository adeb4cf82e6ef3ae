public import FoundationEssentials

/// Where the account stands with its usage limits (`rate_limit_event`).
public struct AgentRateLimit: Sendable, Hashable, Decodable {
    /// `allowed`, `allowed_warning` or `rejected`; the first two come with runs that are well.
    public let status: String
    public let resetsAt: Date?
    /// Which limit: `five_hour`, `seven_day` …
    public let kind: String?

    public init(status: String, resetsAt: Date? = nil, kind: String? = nil) {
        self.status = status
        self.resetsAt = resetsAt
        self.kind = kind
    }

    /// Seconds since 1970, up to the year 2100: whoever runs in the container can print any number.
    private static let plausibleTimes = 0.0...4_102_444_800

    private enum Key: String, CodingKey {
        case status, resetsAt
        case kind = "rateLimitType"
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        status = fields.lenient(String.self, .status) ?? "unknown"
        resetsAt = fields.lenient(Double.self, .resetsAt).flatMap {
            Self.plausibleTimes.contains($0) ? Date(timeIntervalSince1970: $0) : nil
        }
        kind = fields.lenient(String.self, .kind)
    }
}
