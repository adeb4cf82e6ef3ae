import AirutModel
import AirutTestMail

/// Who takes part in the demonstration. The `.test` domain exists nowhere (RFC 6761 §6.2).
enum DemoAddresses {
    static let airut = address("airut@airut.test")
    static let alice = address("alice@airut.test")
    static let mallory = address("mallory@airut.test")

    /// What the repository's own address is with the model `opus` chosen.
    static let airutWithOpus = address("airut+opus@airut.test")

    /// The same with the cheapest model: what the real one does is paid for.
    static let airutWithHaiku = address("airut+haiku@airut.test")

    static let accounts = [
        TestMailAccount(address: airut, password: Secret("airut-demo")),
        TestMailAccount(address: alice, password: Secret("alice-demo")),
        TestMailAccount(address: mallory, password: Secret("mallory-demo")),
    ]

    static func password(of address: EmailAddress) -> Secret {
        accounts.first { $0.address == address }?.password ?? Secret("")
    }

    // The literals above are valid addresses.
    private static func address(_ text: String) -> EmailAddress { EmailAddress(text)! }
}
