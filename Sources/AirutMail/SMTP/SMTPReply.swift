/// A server's answer to one command.
///
/// - SeeAlso: RFC 5321 §4.2.
struct SMTPReply: Hashable {
    let code: Int
    /// What follows the code on each line.
    let lines: [String]

    /// Code and text on one line, printable, at most 500 characters.
    var text: String {
        let scalars = lines.joined(separator: " ").unicodeScalars
        let printable = scalars.filter { $0.properties.generalCategory != .control }.prefix(500)
        return "\(code) \(String(String.UnicodeScalarView(printable)))"
    }

    /// Whether the same command may succeed later (RFC 5321 §4.2.1).
    var isPassing: Bool { (400..<500).contains(code) }

    /// Whether the refusal is final and due to the message's size: the status says so (RFC 3463 §3.3, §3.4), or without
    /// one the code of RFC 1870 §6.2.
    var meansTooLarge: Bool {
        guard (500..<600).contains(code) else { return false }
        let status = lines.first?.split(separator: " ").first.map(String.init) ?? ""
        if status.hasPrefix("5."), status.split(separator: ".").count == 3 {
            return status == "5.3.4" || status == "5.2.3"
        }
        return code == 552
    }

    var quoted: String { "the server says “\(text)”" }
}
