public import AirutMail
public import AirutModel
public import AirutStore

/// What is done about a mail. Only ``IntakeRules`` decides.
public enum IntakeDecision: Sendable {
    /// It becomes part of a conversation and of its next run.
    case run(AuthenticatedMail, ConversationTarget)
    /// It asks to end what the conversation is doing.
    case stop(AuthenticatedMail, ConversationID)
    /// Its sender is proven and allowed, and is told why nothing comes of it.
    case declined(AuthenticatedMail, DeclineReason)
    /// The same mail was accepted or declined before, as that message.
    case repeated(AuthenticatedMail, of: MessageRecord.ID)
    /// Nobody is answered.
    case refused(Refusal)

    static func repetition(of twin: MessageRecord.ID) -> String {
        "The same mail arrived before, as message \(twin): its Message-ID and sender are the same."
    }
}
