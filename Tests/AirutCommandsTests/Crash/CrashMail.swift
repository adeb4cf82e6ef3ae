import AirutModel
import Crypto
import Foundation

@testable import AirutCommands

/// A mail of the crash test, and what must become of it.
struct CrashMail: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case new, followUp = "follow-up", burst, attachment, forged, tooLarge = "too large"
        case unknownModel = "unknown model", empty
    }

    enum Fate: Sendable {
        /// Run, or reported as not run.
        case answered
        /// Nothing is run, and a mail says why.
        case refused
        /// Nobody is told.
        case ignored
    }

    let token: String
    let kind: Kind
    let site: Site
    let inReplyTo: MessageID?
    var attachment: (name: String, bytes: [UInt8])?
    /// A file that is to come with the answer.
    var wanted: String?
    var pauseMilliseconds = 0

    // Lower case letters, digits and hyphens: always a valid identifier.
    var messageID: MessageID { MessageID("\(token)@crash.airut.test")! }

    var fate: Fate {
        switch kind {
        case .new, .followUp, .burst, .attachment: .answered
        case .tooLarge, .unknownModel, .empty: .refused
        case .forged: .ignored
        }
    }

    /// Larger than any other mail, smaller than what the mail server takes.
    static let maximumBytes = 200_000

    var recipient: EmailAddress {
        guard kind == .unknownModel else { return site.address }
        return EmailAddress("\(site.address.localPart)+gpt@\(site.address.domain)") ?? site.address
    }

    var bytes: [UInt8] {
        var lines = [
            "From: \(DemoAddresses.alice)", "To: \(recipient)", "Subject: \(kind == .empty ? "" : "Work on \(token)")",
            "Message-ID: \(messageID.bracketed)", "MIME-Version: 1.0",
        ]
        if let inReplyTo { lines += ["In-Reply-To: \(inReplyTo.bracketed)", "References: \(inReplyTo.bracketed)"] }
        let text = ["Content-Type: text/plain; charset=utf-8", "", body, ""]
        if let attachment {
            let content = Data(attachment.bytes).base64EncodedString(options: .lineLength76Characters)
            lines += ["Content-Type: multipart/mixed; boundary=\"=_crash\"", "", "--=_crash"] + text
            lines += [
                "--=_crash", "Content-Type: application/octet-stream",
                "Content-Disposition: attachment; filename=\"\(attachment.name)\"",
                "Content-Transfer-Encoding: base64", "", content, "--=_crash--", "",
            ]
        } else {
            lines += text
        }
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private var body: String {
        if kind == .empty { return "" }
        var lines = ["do=\(token)"]
        if pauseMilliseconds > 0 { lines.append("pause=\(pauseMilliseconds)") }
        if let wanted { lines.append("send=\(wanted)") }
        if let attachment {
            let sum = SHA256.hash(data: attachment.bytes).map { String(format: "%02x", $0) }.joined()
            lines.append("file=\(attachment.name) sha256=\(sum)")
        }
        if kind == .tooLarge {
            lines += Array(repeating: String(repeating: "x", count: 70), count: Self.maximumBytes / 70 + 1)
        }
        return lines.joined(separator: "\r\n")
    }
}
