import FoundationEssentials

/// A body part with its fields, ready to be written.
struct MIMEPart {
    /// Each with its line end.
    let fields: [String]
    /// Encoded; ends with a line end.
    let content: [UInt8]

    /// Text in UTF-8, quoted-printable.
    static func text(_ subtype: String, _ text: String) -> MIMEPart {
        MIMEPart(
            fields: [
                HeaderField.structured("Content-Type", ["text/\(subtype); charset=utf-8"]),
                HeaderField.structured("Content-Transfer-Encoding", ["quoted-printable"]),
            ],
            content: QuotedPrintable.encode(text))
    }

    static func attachment(_ file: ReplyAttachment) -> MIMEPart {
        let type = mediaType(of: file)
        let name = HeaderField.fileName(file.fileName)
        let encoded = Data(file.content).base64EncodedData(
            options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        return MIMEPart(
            fields: [
                HeaderField.structured("Content-Type", [type]),
                HeaderField.structured("Content-Disposition", ["attachment;"] + name),
                HeaderField.structured("Content-Transfer-Encoding", ["base64"]),
            ],
            content: Array(encoded) + [0x0D, 0x0A])
    }

    /// - Parameter boundary: begins with `=_`, which neither quoted-printable nor Base64 can contain (RFC 2045 §6.7).
    static func multipart(_ subtype: String, boundary: String, _ parts: [MIMEPart]) -> MIMEPart {
        var content: [UInt8] = []
        for part in parts {
            content += Array("--\(boundary)\r\n\(part.fields.joined())\r\n".utf8) + part.content
        }
        content += Array("--\(boundary)--\r\n".utf8)
        let type = ["multipart/\(subtype);", "boundary=\"\(boundary)\""]
        return MIMEPart(fields: [HeaderField.structured("Content-Type", type)], content: content)
    }

    /// What is not of the form `type/subtype`, or must not be Base64 (RFC 2046 §5), is only bytes.
    private static func mediaType(of file: ReplyAttachment) -> String {
        let parts = file.mediaType.lowercased().split(separator: "/", omittingEmptySubsequences: false)
        let isToken = { (text: Substring) in
            !text.isEmpty && text.utf8.count <= 100
                && text.utf8.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "+-._".utf8.contains($0)
                }
        }
        guard parts.count == 2, parts.allSatisfy(isToken), parts[0] != "message", parts[0] != "multipart" else {
            return "application/octet-stream"
        }
        let type = "\(parts[0])/\(parts[1])"
        guard parts[0] == "text", String(validating: file.content, as: UTF8.self) != nil else { return type }
        return type + "; charset=utf-8"
    }
}
