import AirutModel
import AirutStore
import FoundationEssentials
import Testing

@testable import AirutWorker

extension Store {
    static let web = RepositoryID("web")!
    static let alice = EmailAddress("alice@example.org")!

    /// An accepted message, waiting to be run; in a conversation of its own unless one is named.
    func ask(_ text: String, in conversation: ConversationID? = nil, at now: Date = Date()) async throws -> TaskID {
        let number = try await messages(Self.web, state: .queued).count + messages(Self.web, state: .answered).count
        let mail = RawMail(
            repository: Self.web, uidValidity: 1, uid: UInt32(number + 1),
            messageID: MessageID("\(number)@example.org"),
            sha256: Array(text.utf8), bytes: Array(text.utf8), receivedAt: now)
        let request = AcceptedRequest(
            sender: Self.alice, subject: text, acceptance: "DMARC passed", document: Data(text.utf8))
        let target =
            conversation.map(ConversationTarget.existing) ?? .new(NewConversation(subject: text, model: "opus"))
        return try await enqueue(accept(mail).id, as: request, into: target, at: now)
    }

    /// A reply of ours, only to be recorded.
    static func reply() -> NewOutgoing {
        NewOutgoing(
            messageID: MessageID("\(RandomToken.make(length: 12))@airut.example")!, kind: .reply, recipients: [alice],
            raw: Array("Hi\r\n".utf8))
    }
}
