public import AirutModel
public import FoundationEssentials

/// What is recorded of a message whose sender was proven and may use the repository.
public struct AcceptedRequest: Sendable, Hashable {
    public var sender: EmailAddress
    public var subject: String
    /// Why it was accepted, a sentence.
    public var acceptance: String
    /// What the reader found; opaque here.
    public var document: Data

    public init(sender: EmailAddress, subject: String, acceptance: String, document: Data) {
        self.sender = sender
        self.subject = subject
        self.acceptance = acceptance
        self.document = document
    }
}
