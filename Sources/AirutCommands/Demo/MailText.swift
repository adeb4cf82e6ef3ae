import AirutModel
import FoundationEssentials

/// What the demonstration shows of a mail that Airut composed; not a mail parser.
struct MailText {
    private let lines: [Substring]

    init(_ bytes: [UInt8]) {
        lines = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n").split(
            separator: "\n", omittingEmptySubsequences: false)
    }

    var messageID: MessageID? { field("Message-ID").flatMap(MessageID.init) }

    /// The first field of that name, unfolded.
    func field(_ name: String) -> String? {
        guard let start = lines.firstIndex(where: { $0.lowercased().hasPrefix(name.lowercased() + ":") }) else {
            return nil
        }
        let folded = lines[(start + 1)...].prefix { $0.first == " " || $0.first == "\t" }
        return ([lines[start].dropFirst(name.count + 1)] + folded).joined()
            .split(separator: " ").joined(separator: " ")
    }

    /// The plain text part.
    var text: String {
        guard let start = lines.firstIndex(where: { $0.lowercased().hasPrefix("content-type: text/plain") }),
            let begin = lines[start...].firstIndex(of: "")
        else { return "" }
        let isEncoded = lines[start..<begin].contains { $0.lowercased().contains("quoted-printable") }
        let body = lines[(begin + 1)...].prefix { !$0.hasPrefix("--=_") }.joined(separator: "\n")
        return isEncoded ? Self.decoded(body) : body
    }

    var fileNames: [String] {
        lines.compactMap { line in
            guard let range = line.firstRange(of: "filename=\"") else { return nil }
            return String(line[range.upperBound...].prefix { $0 != "\"" })
        }
    }

    /// Quoted-printable (RFC 2045 §6.7).
    private static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Substring(text.replacing("=\n", with: "")).utf8
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "="), let value = UInt8(String(Substring(rest.prefix(2))), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
