/// `repos.<id>.claude_version`: which Claude Code runs.
public enum ClaudeVersion: Hashable, Sendable, CustomStringConvertible {
    /// A release channel of the vendor's: what it points to is looked up again from time to time.
    case channel(Channel)
    /// Exactly this release, like 2.1.330.
    case release(String)
    /// An executable on the server, absolute.
    case file(String)

    public enum Channel: String, Sendable, CaseIterable {
        case latest, stable
    }

    init?(_ text: String) {
        if let channel = Channel(rawValue: text) {
            self = .channel(channel)
        } else if text.hasPrefix("/"), !text.utf8.contains(0) {
            self = .file(text)
        } else if Self.isRelease(text) {
            self = .release(text)
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .channel(let channel): channel.rawValue
        case .release(let text), .file(let text): text
        }
    }

    /// Three numbers, and perhaps a suffix: what stands in a URL and in a folder's name as it is.
    ///
    /// - SeeAlso: Semantic Versioning 2.0.0 §2, §9.
    public static func isRelease(_ text: String) -> Bool {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let isNumbered = numbers.count == 3 && numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(ASCII.isDigit) }
        guard isNumbered, text.utf8.count <= 64 else { return false }
        guard parts.count == 2 else { return true }
        return !parts[1].isEmpty
            && parts[1].utf8.allSatisfy { ASCII.isDigit($0) || ASCII.isLetter($0) || $0 == 0x2D || $0 == 0x2E }
    }
}
