/// `repos.<id>.email`.
public struct EmailSettings: Section {
    public var account = AccountSettings()
    public var imap = IMAPSettings()
    public var smtp = SMTPSettings()
    public var auth = AuthorizationSettings()
    public var maximumMessageBytes = 25 << 20

    public init() {}

    static let documentation = "The repository's mailbox, and who may write to it."
    static let reload = ReloadScope.repository
    static let fields: [Field<Self>] = [
        .section("account", \.account, isRequired: true),
        .section("imap", \.imap, isRequired: true),
        .section("smtp", \.smtp, isRequired: true),
        .section("auth", \.auth, isRequired: true),
        .optional(
            "maximum_message_size", \.maximumMessageBytes, .bytes(atLeast: 1 << 10),
            "Larger messages are answered with a request to send less, and not read."),
        .unsupported("microsoft_oauth2", "this version has no login with Microsoft OAuth 2; use account.password"),
    ]
}
