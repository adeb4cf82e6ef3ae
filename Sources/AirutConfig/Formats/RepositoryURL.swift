/// The address of a git repository, as far as its form tells something.
struct RepositoryURL {
    let text: String
    /// `https`, `http`, `ssh`, `file`; `nil` for an absolute path.
    let scheme: String?
    /// In lower case, without user and port; `nil` for files.
    let host: String?
    private let path: Substring

    /// `nil` for what is not accepted: other schemes, plain http to other machines, passwords in the address.
    init?(_ text: String) {
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else { return nil }
        self.text = text
        if text.hasPrefix("/") {
            (scheme, host, path) = (nil, nil, text[...])
        } else if let (scheme, rest) = Self.split(text, at: "://") {
            guard let (authority, path) = Self.authority(rest), Self.isAccepted(scheme, authority, path) else {
                return nil
            }
            self.scheme = scheme.lowercased()
            host = authority.isEmpty ? nil : Self.host(of: authority)
            self.path = path
        } else {
            // user@host:path, as scp writes it.
            guard let (authority, path) = Self.split(text, at: ":"), !path.isEmpty, !authority.hasPrefix("-"),
                Host.isName(Self.host(of: authority))
            else { return nil }
            (scheme, host, self.path) = ("ssh", Self.host(of: authority), path)
        }
    }

    /// `owner/name`, where the host has such names.
    var repositoryName: String? {
        guard host != nil else { return nil }
        var name = path.drop { $0 == "/" }
        while name.hasSuffix("/") { name = name.dropLast() }
        if name.hasSuffix(".git") { name = name.dropLast(4) }
        return Self.isName(String(name)) ? String(name) : nil
    }

    /// Whether git may be told it: never http, where a token would travel in the clear, and the scheme in lower case.
    var isFetchable: Bool {
        scheme != "http" && (scheme == nil || text.hasPrefix("\(scheme ?? "")://") || !text.contains("://"))
    }

    static func isName(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count >= 2
            && parts.allSatisfy { part in
                !["", ".", ".."].contains(part)
                    && part.utf8.allSatisfy {
                        ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
                    }
            }
    }

    private static func isAccepted(_ scheme: Substring, _ authority: Substring, _ path: Substring) -> Bool {
        let host = host(of: authority)
        let user = split(authority, at: "@")?.0 ?? ""
        switch scheme.lowercased() {
        case "https": return Host.isName(host) && user.isEmpty
        case "http": return Host.isLoopback(host) && user.isEmpty
        case "ssh": return Host.isName(host) && !host.hasPrefix("-") && !user.contains(":")
        case "file": return authority.isEmpty && path.hasPrefix("/")
        default: return false
        }
    }

    private static func authority(_ rest: Substring) -> (Substring, Substring)? {
        guard let slash = rest.firstIndex(of: "/") else { return rest.isEmpty ? nil : (rest, "") }
        return (rest[..<slash], rest[slash...])
    }

    private static func host(of authority: Substring) -> String {
        let host = split(authority, at: "@")?.1 ?? authority
        if host.hasPrefix("[") { return String(host.dropFirst().prefix { $0 != "]" }).lowercased() }
        return String(host.prefix { $0 != ":" }).lowercased()
    }

    private static func split(_ text: some StringProtocol, at separator: String) -> (Substring, Substring)? {
        let text = Substring(text)
        guard let range = text.firstRange(of: separator) else { return nil }
        return (text[..<range.lowerBound], text[range.upperBound...])
    }
}
