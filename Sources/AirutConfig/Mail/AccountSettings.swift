public import AirutModel

/// `repos.<id>.email.account`.
public struct AccountSettings: Section {
    public var username = ""
    public var password = Secret("")
    public var from = Mailbox(address: Placeholder.address)

    public init() {}

    static let documentation = "The mailbox people write to."
    static let reload = ReloadScope.repository
    static let fields: [Field<Self>] = [
        .required("username", \.username, .text, "Login name at both servers.", example: "airut@example.org"),
        .required("password", \.password, .secret, "Password at both servers.", example: "!env MAIL_PASSWORD"),
        .required(
            "from", \.from, .mailbox,
            "Address people write to and get their answers from, with or without a name before it.",
            example: "Airut <airut@example.org>"),
    ]
}
