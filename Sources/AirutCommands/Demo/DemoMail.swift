import AirutModel
import FoundationEssentials

/// The mails of the demonstration, as a person's mail program would write them.
struct DemoMail {
    let from: EmailAddress
    var to: EmailAddress
    let subject: String
    let text: String
    var attachment: (name: String, text: String)?
    var inReplyTo: MessageID?

    func bytes(boundary: String = "=_demo") -> [UInt8] {
        var lines = [
            "From: \(from)", "To: \(to)", "Subject: \(subject)", "Message-ID: <\(UUID().uuidString)@airut.test>",
            "MIME-Version: 1.0",
        ]
        if let inReplyTo { lines += ["In-Reply-To: \(inReplyTo.bracketed)", "References: \(inReplyTo.bracketed)"] }
        let body = ["Content-Type: text/plain; charset=utf-8", "", text, ""]
        if let attachment {
            lines += ["Content-Type: multipart/mixed; boundary=\"\(boundary)\"", "", "--\(boundary)"] + body
            lines += [
                "--\(boundary)", "Content-Type: text/csv; name=\"\(attachment.name)\"",
                "Content-Disposition: attachment; filename=\"\(attachment.name)\"",
                "Content-Transfer-Encoding: base64", "", Data(attachment.text.utf8).base64EncodedString(),
                "--\(boundary)--", "",
            ]
        } else {
            lines += body
        }
        return Array(lines.joined(separator: "\r\n").utf8)
    }
}
