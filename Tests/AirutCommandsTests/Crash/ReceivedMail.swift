import AirutModel
import Foundation

@testable import AirutCommands

/// A mail of Airut's as it arrived.
struct ReceivedMail: Sendable {
    let messageID: MessageID?
    let sender: String
    /// The mails it answers.
    let inReplyTo: Set<MessageID>
    let references: Set<MessageID>
    let text: String
    let fileNames: [String]

    init(_ bytes: [UInt8]) {
        let mail = MailText(bytes)
        messageID = mail.messageID
        sender = mail.field("From") ?? ""
        inReplyTo = Self.identifiers(mail.field("In-Reply-To"))
        references = Self.identifiers(mail.field("References"))
        text = mail.text
        fileNames = mail.fileNames
    }

    /// Only says that a mail came in.
    var isAcknowledgement: Bool { text.contains("will work on it") }

    /// Whether it reports that the agent has done what this token asks for.
    func reportsSuccess(of token: String) -> Bool { words.contains("did=\(token)") }

    func reportsIntact(_ fileName: String) -> Bool { words.contains("intact=\(fileName)") }

    /// The work is done, and nobody can see it yet.
    var reportsNoPublication: Bool {
        text.contains("Nothing was pushed") || text.contains("Publishing failed")
            || text.contains("no pull request could be opened")
    }

    private var words: [Substring] { text.split(whereSeparator: \.isWhitespace) }

    private static func identifiers(_ field: String?) -> Set<MessageID> {
        Set((field ?? "").split(separator: " ").compactMap { MessageID(String($0)) })
    }
}
