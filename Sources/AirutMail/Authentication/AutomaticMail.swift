import AirutModel
import AirutPolicy

/// Recognizes mail that a program sent by itself. To answer it could start a loop; to run it could run nonsense.
///
/// - SeeAlso: RFC 3834 §2 and §5, RFC 2919 (lists), RFC 3464 (delivery reports).
enum AutomaticMail {
    /// Fields whose presence alone tells: lists, and what responders wrote before RFC 3834.
    private static let tellingFields = ["List-Id", "X-Autoreply", "X-Autorespond", "X-Failed-Recipients"]
    private static let precedences: Set<String> = ["bulk", "list", "junk", "auto_reply", "auto-reply"]

    /// - Returns: the telling sign as a clause ("it is a delivery report"), or `nil` when a person may have written it.
    static func reason(_ document: MessageDocument, ownAddress: EmailAddress) -> String? {
        if document.isReport { return "it is a delivery report or a receipt" }
        // The topmost is the one our own server wrote at delivery.
        if let path = document.values(of: "Return-Path").first, isNull(path) { return "its return path is empty" }
        if let keyword = document.values(of: "Auto-Submitted").map(firstWord).first(where: { $0 != "no" }) {
            return "it has the field “Auto-Submitted: \(keyword)”"
        }
        if let word = document.values(of: "Precedence").map(firstWord).first(where: precedences.contains) {
            return "it has the field “Precedence: \(word)”"
        }
        if let name = tellingFields.first(where: { !document.values(of: $0).isEmpty }) {
            return "it has the field \(name)"
        }
        return senderReason(document, ownAddress: ownAddress)
    }

    private static func senderReason(_ document: MessageDocument, ownAddress: EmailAddress) -> String? {
        for address in document.from.compactMap({ EmailAddress($0.address) }) {
            if DeliveredAddress(address, matching: ownAddress) != nil { return "it comes from our own address" }
            if address.localPart == "mailer-daemon" { return "it comes from a mail server" }
        }
        return nil
    }

    private static func isNull(_ path: String) -> Bool {
        path.filter { !$0.isWhitespace } == "<>"
    }

    /// The first word in lower case, without comments and parameters; empty when there is none that can be shown.
    private static func firstWord(_ value: String) -> String {
        var scanner = FieldScanner(value)
        guard (try? scanner.skipComments()) != nil else { return "" }
        return scanner.keyword() ?? ""
    }
}
