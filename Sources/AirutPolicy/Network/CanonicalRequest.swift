/// A request in the one form that is judged, logged and sent upstream.
///
/// Only ``init(_:)`` makes one: send `method`, `target` and `authority` exactly as they stand here.
public struct CanonicalRequest: Sendable, Hashable {
    public let scheme: RawRequest.Scheme
    public let host: HostName
    /// Upper case.
    public let method: String
    /// Begins with `/`; unreserved characters are plain, others percent-encoded with upper-case digits.
    public let path: String
    /// What stands after `?`, byte for byte; `nil` without one.
    public let query: String?
    /// The forms of the path that rules must match, every one: decoded (but not `%2F`), and without empty segments.
    let readings: [String]

    init(
        scheme: RawRequest.Scheme, host: HostName, method: String, path: String, query: String?, readings: [String]
    ) {
        self.scheme = scheme
        self.host = host
        self.method = method
        self.path = path
        self.query = query
        self.readings = readings
    }

    /// The request line's target, in origin form.
    public var target: String { query.map { "\(path)?\($0)" } ?? path }
    /// The `Host` field.
    public var authority: String { host.authority }
    public var url: String { "\(scheme.rawValue)://\(authority)\(target)" }
    /// The URL for logs: a query may hold secrets, so only its presence is told.
    public var loggedURL: String { "\(scheme.rawValue)://\(authority)\(path)\(query == nil ? "" : "?…")" }
}
