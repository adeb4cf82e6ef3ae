/// One line of a proxy's standard output: first that it is ready, then a verdict for everything it decided.
public enum ProxyReport: Codable, Sendable, Hashable {
    /// - Parameter certificate: PEM text of the task's certificate authority, for the container to trust.
    case ready(certificate: String)
    case verdict(ProxyVerdict)

    private enum Key: String, CodingKey { case ready, certificate }

    /// `{"ready": {"certificate": "…"}}`, or the verdict itself.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if container.contains(.ready) {
            let ready = try container.nestedContainer(keyedBy: Key.self, forKey: .ready)
            self = .ready(certificate: try ready.decode(String.self, forKey: .certificate))
        } else {
            self = .verdict(try ProxyVerdict(from: decoder))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .ready(let certificate):
            var container = encoder.container(keyedBy: Key.self)
            var ready = container.nestedContainer(keyedBy: Key.self, forKey: .ready)
            try ready.encode(certificate, forKey: .certificate)
        case .verdict(let verdict): try verdict.encode(to: encoder)
        }
    }
}
