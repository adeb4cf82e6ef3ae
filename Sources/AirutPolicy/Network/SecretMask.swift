/// A secret the container holds only a stand-in of, and where the real one may go.
///
/// Printing one shows its name only.
public struct SecretMask: Codable, Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The name in the server's file.
    public var name: String
    /// What the container holds.
    public var surrogate: String
    public var real: String
    /// Hosts it may be sent to, over https only.
    public var scopes: [Glob]
    /// Names of the header fields it may stand in, lower case.
    public var headers: [Glob]
    public var allowsForeignCredentials: Bool

    /// - Parameters:
    ///   - scopes: globs of hosts.
    ///   - headers: globs of header fields' names.
    public init(
        name: String, surrogate: String, real: String, scopes: [String], headers: [String],
        allowsForeignCredentials: Bool = false
    ) {
        self.name = name
        self.surrogate = surrogate
        self.real = real
        self.scopes = scopes.map { Glob($0.lowercased()) }
        self.headers = headers.map { Glob($0.lowercased()) }
        self.allowsForeignCredentials = allowsForeignCredentials
    }

    public var description: String { "masked secret \(name)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Whether the secret may be sent to the host at all.
    public func covers(_ host: HostName) -> Bool { scopes.contains { $0.matches(host.text) } }
}
