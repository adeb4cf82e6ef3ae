/// Who may use a repository: one address, or everybody of one domain (`*@example.org`; its subdomains do not count).
public struct SenderPattern: Sendable, Hashable, CustomStringConvertible {
    private enum Kind: Hashable {
        case address(EmailAddress)
        case domain(String)
    }

    private let kind: Kind

    /// `nil` when the text is neither an address nor `*@domain`. A `*` elsewhere is more likely a mistaken pattern than
    /// a part of an address.
    public init?(_ text: String) {
        if text.hasPrefix("*@") {
            // Any local part serves to have the domain checked.
            guard let example = EmailAddress("x" + text.dropFirst()) else { return nil }
            kind = .domain(example.domain)
        } else {
            guard !text.contains("*"), let address = EmailAddress(text) else { return nil }
            kind = .address(address)
        }
    }

    public init(_ address: EmailAddress) { kind = .address(address) }

    public func matches(_ sender: EmailAddress) -> Bool {
        switch kind {
        case .address(let address): sender == address
        case .domain(let domain): sender.domain == domain
        }
    }

    public var description: String {
        switch kind {
        case .address(let address): address.description
        case .domain(let domain): "*@\(domain)"
        }
    }
}
