import FoundationEssentials

extension MailExplanation: Encodable {
    private enum Key: String, CodingKey {
        case accepted, action, reason, repository, sender, authenticated, authentication, authorized, authorization
        case automatic, conversation, model, subject, text, attachments, notes
    }

    /// Every key is always there; what does not apply is `null`.
    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(accepted, forKey: .accepted)
        try object.encode(action, forKey: .action)
        try object.encode(reason, forKey: .reason)
        try object.encode(repository, forKey: .repository)
        try object.encode(sender, forKey: .sender)
        try object.encode(authenticated, forKey: .authenticated)
        try object.encode(authentication, forKey: .authentication)
        try object.encode(authorized, forKey: .authorized)
        try object.encode(authorization, forKey: .authorization)
        try object.encode(automatic, forKey: .automatic)
        try object.encode(conversation, forKey: .conversation)
        try object.encode(model, forKey: .model)
        try object.encode(subject, forKey: .subject)
        try object.encode(message, forKey: .text)
        try object.encode(attachments, forKey: .attachments)
        try object.encode(notes, forKey: .notes)
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Texts and numbers only: there is nothing that could not be encoded.
        return String(decoding: (try? encoder.encode(self)) ?? Data(), as: UTF8.self) + "\n"
    }
}
