import AirutModel
import AirutTestMail

@testable import AirutCommands

/// The mailbox that the answers arrive in: the sink.
struct CrashInbox: Sendable {
    private let mail: TestMailServer
    private var seen = 0
    /// Without repetitions of the same mail.
    private(set) var mails: [ReceivedMail] = []
    /// How often a mail arrived once more.
    private(set) var duplicates = 0
    private var identifiers: Set<MessageID> = []
    private var answers: [MessageID: [ReceivedMail]] = [:]

    init(_ mail: TestMailServer) { self.mail = mail }

    /// Looks at what arrived since the last time.
    mutating func update() {
        let messages = mail.messages(of: DemoAddresses.alice)
        for message in messages.dropFirst(seen) { add(ReceivedMail(message.bytes)) }
        seen = messages.count
    }

    /// Every mail that answers this one and is more than an acknowledgement.
    func answers(to mail: CrashMail) -> [ReceivedMail] { answers[mail.messageID] ?? [] }

    /// Mails of a site that one can reply to.
    func mails(of site: Site) -> [ReceivedMail] {
        mails.filter { $0.sender.contains("<\(site.address)>") && $0.messageID != nil }
    }

    private mutating func add(_ mail: ReceivedMail) {
        if let id = mail.messageID, !identifiers.insert(id).inserted {
            duplicates += 1
            return
        }
        mails.append(mail)
        if mail.isAcknowledgement { return }
        for id in mail.inReplyTo { answers[id, default: []].append(mail) }
    }
}
