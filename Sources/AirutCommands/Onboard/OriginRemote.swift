import FoundationEssentials

/// Where a checkout was cloned from.
struct OriginRemote: Equatable {
    /// As it stands in git's configuration, without a password.
    let url: String
    /// In lower case, without port.
    let host: String
    /// `owner/name`, or more levels.
    let name: String

    /// `nil` when there is no remote `origin`, or it is no forge's.
    init?(of checkout: Checkout) {
        guard let url = Self.address(of: checkout) else { return nil }
        self.init(url: url)
    }

    init?(url: String) {
        let match =
            url.firstMatch(of: /^(?:https|http|ssh):\/\/(?:[^@\/]*@)?([^\/:]+)(?::\d+)?\/(.+)$/)
            ?? url.firstMatch(of: /^(?:[^@\/:]+@)?([^\/:]+):([^\/].*)$/)
        guard let match else { return nil }
        var name = String(match.2)
        while name.hasSuffix("/") { name.removeLast() }
        if name.hasSuffix(".git") { name.removeLast(4) }
        guard PlainName.isHost(String(match.1)), PlainName.isPath("/" + name), name.contains("/") else { return nil }
        self.url = url.replacing(/^(https?:\/\/)[^@\/]*@/) { String($0.1) }
        host = match.1.lowercased()
        self.name = name
    }

    /// As it stands in git's configuration.
    static func address(of checkout: Checkout) -> String? { configuration(of: checkout).flatMap(address(in:)) }

    /// Of the repository that the checkout belongs to, be it a work tree of its own.
    private static func configuration(of checkout: Checkout) -> String? {
        if let file = checkout.root.text(".git"), file.hasPrefix("gitdir:") {
            var folder = String(file.dropFirst("gitdir:".count).drop { $0 == " " }.prefix { !$0.isNewline })
            if !folder.hasPrefix("/") { folder = "\(checkout.path)/\(folder)" }
            guard let inner = CheckoutFolder(path: folder) else { return nil }
            guard let common = inner.text("commondir")?.prefix(while: { !$0.isNewline }) else {
                return inner.text("config")
            }
            return CheckoutFolder(path: common.hasPrefix("/") ? String(common) : "\(folder)/\(common)")?.text("config")
        }
        return CheckoutFolder(path: "\(checkout.path)/.git")?.text("config")
    }

    private static func address(in configuration: String) -> String? {
        var isOrigin = false
        for line in configuration.split(whereSeparator: \.isNewline) {
            let line = line.drop { $0.isWhitespace }
            if line.hasPrefix("[") { isOrigin = line.hasPrefix("[remote \"origin\"]") }
            if isOrigin, let match = line.firstMatch(of: /^url\s*=\s*(\S+)/) { return String(match.1) }
        }
        return nil
    }
}
