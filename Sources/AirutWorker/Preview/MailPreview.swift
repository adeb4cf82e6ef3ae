public import AirutMail
public import AirutPolicy
public import AirutStore

/// What a server would do with a mail that it does not have.
public struct MailPreview: Sendable {
    public let document: MessageDocument
    public let findings: SenderFindings
    public let decision: IntakeDecision
    /// The model of the run that it would become part of.
    public let model: String?
    /// The message in the store that is this very mail.
    public let stored: MessageRecord?
    /// What the preview does not know, each a sentence.
    public let doubts: [String]
}
