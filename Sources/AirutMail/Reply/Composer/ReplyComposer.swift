import AirutModel
import FoundationEssentials

/// Writes mails: the same draft always makes the same bytes.
///
/// - SeeAlso: RFC 5322 (fields), RFC 2045–2047 and 2231 (MIME), RFC 3834 §3.1 (automatic replies).
public enum ReplyComposer {
    /// Longest text written into the mail itself, in UTF-8 bytes; a longer one is cut there and attached whole.
    public static let longestTextBytes = 100_000

    /// - Returns: the raw message, ASCII only, its lines ended by CRLF and no longer than 998 bytes.
    public static func compose(_ draft: ReplyDraft) -> [UInt8] {
        let (letter, whole) = shortened(draft.letter)
        let alternatives = MIMEPart.multipart(
            "alternative", boundary: "=_airut_text",
            [.text("plain", letter.text), .text("html", letter.html)])
        let attachments = (whole.map { [$0] } ?? []) + draft.attachments
        let body =
            attachments.isEmpty
            ? alternatives
            : MIMEPart.multipart(
                "mixed", boundary: "=_airut_mail", [alternatives] + attachments.map { MIMEPart.attachment($0) })
        return Array((fields(draft) + body.fields).joined().utf8) + [0x0D, 0x0A] + body.content
    }

    private static func fields(_ draft: ReplyDraft) -> [String] {
        let seconds = Int(draft.date.timeIntervalSince1970.rounded(.down))
        var fields = [
            HeaderField.structured("Date", [UTCTime(secondsSince1970: seconds).mailDate]),
            HeaderField.structured("From", HeaderField.phrase(draft.fromName) + ["<\(draft.from)>"]),
            HeaderField.list("To", draft.to.map(\.description)),
            HeaderField.unstructured("Subject", draft.subject),
            HeaderField.structured("Message-ID", [draft.messageID.bracketed]),
        ]
        if !draft.thread.inReplyTo.isEmpty {
            fields.append(HeaderField.structured("In-Reply-To", draft.thread.inReplyTo.map(\.bracketed)))
        }
        if !draft.thread.references.isEmpty {
            fields.append(HeaderField.structured("References", draft.thread.references.map(\.bracketed)))
        }
        // The second is for Exchange, which sends vacation notices in answer to the first.
        fields.append(HeaderField.structured("Auto-Submitted", ["auto-replied"]))
        fields.append(HeaderField.structured("X-Auto-Response-Suppress", ["All"]))
        fields.append(HeaderField.structured("MIME-Version", ["1.0"]))
        return fields
    }

    /// Cuts the longest section of a letter that is too long, and attaches what it was.
    private static func shortened(_ letter: Letter) -> (Letter, whole: ReplyAttachment?) {
        let sizes = letter.sections.map(\.utf8.count)
        guard sizes.reduce(0, +) > longestTextBytes, let largest = sizes.indices.max(by: { sizes[$0] < sizes[$1] })
        else { return (letter, nil) }
        let others = sizes.reduce(0, +) - sizes[largest]
        let section = letter.sections[largest]
        let kept = prefix(of: section, bytes: max(1000, longestTextBytes - others))
        var short = letter
        short.sections[largest] = kept
        short.sections.insert(
            "*The text is too long for a mail; the whole of it is attached as `reply.md`.*", at: largest + 1)
        return (short, ReplyAttachment(fileName: "reply.md", content: Array(section.utf8)))
    }

    /// Whole lines where that loses little.
    private static func prefix(of text: String, bytes: Int) -> String {
        var prefix = String(decoding: text.utf8.prefix(bytes), as: UTF8.self)
        while prefix.unicodeScalars.last == "\u{FFFD}" { prefix.unicodeScalars.removeLast() }
        guard let end = prefix.utf8.lastIndex(of: UInt8(ascii: "\n")),
            prefix.utf8.distance(from: end, to: prefix.utf8.endIndex) < 2000
        else { return prefix }
        return String(prefix[..<end])
    }
}
