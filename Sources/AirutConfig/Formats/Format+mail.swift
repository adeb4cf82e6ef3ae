import AirutModel

private let addressSchema = JSON.object(["type": "string", "pattern": "@"])

extension Format<EmailAddress> {
    static var address: Self {
        .scalar("a mail address, like airut@example.org", schema: addressSchema, show: \.description) {
            EmailAddress($0)
        }
    }
}

extension Format<Mailbox> {
    static var mailbox: Self {
        .scalar(
            "a mail address with or without a name, like Airut <airut@example.org>", schema: addressSchema,
            show: \.description
        ) { Mailbox($0) }
    }
}

extension Format<SenderPattern> {
    static var sender: Self {
        .scalar(
            "a mail address, or *@ and a domain, like alice@example.org or *@example.org", schema: addressSchema,
            show: \.description
        ) { SenderPattern($0) }
    }
}
