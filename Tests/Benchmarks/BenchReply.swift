import AirutTestMail
import Foundation

/// The answer to a mail, with the times that the agent and the mail server noted.
struct BenchReply: Sendable {
    let identifier: String
    let inReplyTo: String
    /// Seconds since 2001, as all times here.
    let began: Double
    let ended: Double
    let arrived: Double

    /// `nil` for mail that reports no run, such as an acknowledgement.
    init?(_ message: StoredMessage) {
        let text = message.text
        guard let began = Self.number(after: "began ", in: text), let ended = Self.number(after: " ended ", in: text),
            let identifier = Self.field("Message-ID", in: text), let parent = Self.field("In-Reply-To", in: text)
        else { return nil }
        self.identifier = identifier
        inReplyTo = parent
        self.began = began
        self.ended = ended
        arrived = message.receivedAt.timeIntervalSinceReferenceDate
    }

    static func number(after word: String, in text: String) -> Double? {
        guard let range = text.range(of: word) else { return nil }
        let digits = text[range.upperBound...].prefix { $0.isNumber }
        return Double(digits).map { $0 / 1e9 - Date.timeIntervalBetween1970AndReferenceDate }
    }

    /// What stands between the first angle brackets of the field.
    private static func field(_ name: String, in text: String) -> String? {
        guard let range = text.range(of: "\r\n\(name):", options: .caseInsensitive),
            let begin = text[range.upperBound...].firstIndex(of: "<"), let end = text[begin...].firstIndex(of: ">")
        else { return nil }
        return String(text[text.index(after: begin)..<end])
    }
}
