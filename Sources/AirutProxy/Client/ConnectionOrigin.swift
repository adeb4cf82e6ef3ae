import AirutPolicy

/// What is known about a connection from the container before its first request.
final class ConnectionOrigin {
    let scheme: RawRequest.Scheme
    /// The address it dialled, and the name that address was given to.
    let address: IPAddress?
    let resolvedName: HostName?
    /// The name it asked for in TLS, as it wrote it.
    var serverName: String?
    /// Whether any request came.
    var isUsed = false
    /// Why it broke, when it did.
    var problem: String?

    init(scheme: RawRequest.Scheme, address: IPAddress?, resolvedName: HostName?) {
        self.scheme = scheme
        self.address = address
        self.resolvedName = resolvedName
    }

    /// All that must agree with a request's `Host` (``RawRequest/connectionNames``).
    var names: [String] {
        [serverName, resolvedName?.text ?? address?.description].compactMap(\.self)
    }
}
