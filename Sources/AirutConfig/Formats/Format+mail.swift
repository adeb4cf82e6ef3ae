import AirutModel
import AirutYAML

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

extension Format<String> {
    /// The name of the server whose verdict counts.
    static var authservID: Self {
        let text = Format.text
        return Self(
            shape: text.shape,
            decode: { input, decoding in
                guard input.node.text == "" else { return text.decode(input, &decoding) }
                decoding.report(
                    input.node,
                    "is empty, which would trust whatever a sender writes: look up the name after "
                        + "“Authentication-Results:” at the top of a received mail, and write it here")
                return nil
            },
            show: text.show)
    }
}
