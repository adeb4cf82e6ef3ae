public import AirutModel

/// A mail address, with or without the name of who it belongs to: `Airut <airut@example.org>`.
public struct Mailbox: Hashable, Sendable, CustomStringConvertible {
    public var name: String?
    public var address: EmailAddress

    public init(name: String? = nil, address: EmailAddress) {
        self.name = name
        self.address = address
    }

    /// `nil` when it is neither form, or the name has control characters.
    public init?(_ text: String) {
        guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else {
            guard let address = EmailAddress(text) else { return nil }
            self.init(address: address)
            return
        }
        let inner = text[text.index(after: open)...].dropLast()
        var name = text[..<open]
        while name.last == " " { name.removeLast() }
        if name.count > 1, name.first == "\"", name.last == "\"" { name = name.dropFirst().dropLast() }
        guard let address = EmailAddress(String(inner)), name.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
            return nil
        }
        self.init(name: name.isEmpty ? nil : String(name), address: address)
    }

    public var description: String { name.map { "\($0) <\(address)>" } ?? address.description }
}
