/// One part of a message: where it lies in the raw bytes and what its header says.
struct Part {
    enum Content {
        /// Anything that is not divided further; nested messages too.
        case leaf
        case multipart([Part])
    }

    var type: ContentType
    /// `inline`, `attachment` or what else was written; `nil` without the field.
    var disposition: String?
    /// As the sender named it, decoded, not yet safe.
    var fileName: String?
    var contentID: String?
    var transferEncoding: String
    /// The raw content in the message's bytes.
    var range: Range<Int>
    var content: Content

    /// - Parameter defaultType: for a part without `Content-Type` (RFC 2046 §5.1.5).
    init(header: HeaderSection, range: Range<Int>, defaultType: String = "text/plain") {
        type =
            header.value(of: "Content-Type").map { GMimeLibrary.contentType($0.prefix(bytes: 16_000)) }
            ?? ContentType(mediaType: defaultType)
        let described = header.value(of: "Content-Disposition").flatMap {
            GMimeLibrary.disposition($0.prefix(bytes: 16_000))
        }
        disposition = described?.kind
        fileName = described?.parameters["filename"] ?? type.parameters["name"]
        contentID = header.value(of: "Content-ID").map { $0.filter { $0 != "<" && $0 != ">" }.trimmed() }
        transferEncoding = header.value(of: "Content-Transfer-Encoding").map(Self.firstWord) ?? "7bit"
        self.range = range
        content = .leaf
    }

    /// A value without what may follow it: comments, or parameters that do not belong there.
    private static func firstWord(_ value: String) -> String {
        String(value.lowercased().prefix { !$0.isWhitespace && $0 != ";" && $0 != "(" })
    }

    var isAttachment: Bool { disposition == "attachment" }
    var isText: Bool { ["text/plain", "text/html", "text/markdown", "text/x-markdown"].contains(type.mediaType) }

    /// The content without its transfer encoding.
    func decodedContent(of bytes: [UInt8]) -> [UInt8] {
        GMimeLibrary.decoded(bytes[range], encoding: transferEncoding)
    }
}
