import AirutPolicy

/// Where a repository is reached: https, ssh (`ssh://` or `user@host:path`), `file://` or an absolute path.
///
/// Everything else libgit2 might understand (`http`, `git`, other helpers) is refused: a token must not travel in the clear.
struct RemoteAddress: Sendable, Hashable {
    enum Transport: Sendable { case https, ssh, file }

    let transport: Transport
    /// The address without password; an ssh user stays, because it is part of the address.
    let text: String
    /// Host and port as written; empty for files.
    let authority: String

    /// Whether an address in libgit2's words has the same scheme, host and port.
    func isSameServer(as other: String) -> Bool {
        guard let other = Self.parse(other) else { return false }
        return transport == other.transport && endpoint == other.endpoint
    }

    /// Host in lower case, and the port unless it is the usual one. An IPv6 address has no brackets, as in libgit2's words.
    private var endpoint: String {
        let usual = transport == .https ? ":443" : ":22"
        let plain = authority.lowercased().filter { !"[]".contains($0) }
        return plain.hasSuffix(usual) ? String(plain.dropLast(usual.count)) : plain
    }

    init(_ text: String) throws(GitFailure) {
        guard let address = Self.parse(text) else {
            throw GitFailure(
                kind: .unusable, action: "use a repository's address",
                reason: "it has to begin with https://, ssh://, file:// or /, or be of the form user@host:path")
        }
        self = address
    }

    private init(transport: Transport, text: String, authority: String) {
        self.transport = transport
        self.text = text
        self.authority = authority
    }

    private static func parse(_ text: String) -> Self? {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        if text.hasPrefix("/") { return Self(transport: .file, text: text, authority: "") }
        if text.hasPrefix("file:///") { return Self(transport: .file, text: text, authority: "") }
        if text.hasPrefix("https://") { return network(text, .https) }
        if text.hasPrefix("ssh://") { return network(text, .ssh) }
        return text.contains("://") ? nil : remoteCopyForm(text)
    }

    private static func network(_ text: String, _ transport: Transport) -> Self? {
        guard let scheme = text.firstRange(of: "://") else { return nil }
        let rest = text[scheme.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = rest[..<slash]
        let at = authority.lastIndex(of: "@")
        let host = at.map { authority[authority.index(after: $0)...] } ?? authority
        guard !host.isEmpty, !host.hasPrefix("-"), slash != rest.endIndex else { return nil }
        // Others may see the host end at one of these.
        guard !authority.contains(where: { "?#\\".contains($0) }) else { return nil }
        var user = ""
        if transport == .ssh, let at, let name = authority[..<at].split(separator: ":").first { user = "\(name)@" }
        return Self(
            transport: transport, text: "\(text[..<scheme.upperBound])\(user)\(host)\(rest[slash...])",
            authority: String(host))
    }

    /// `user@host:path`, as `scp` has it.
    private static func remoteCopyForm(_ text: String) -> Self? {
        guard let colon = text.firstIndex(of: ":"), !text.hasPrefix("-"), text.index(after: colon) != text.endIndex,
            !text[..<colon].contains("/")
        else { return nil }
        let host = text[..<colon].split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        guard !host.isEmpty, !host.hasPrefix("-") else { return nil }
        return Self(transport: .ssh, text: text, authority: String(host))
    }
}
