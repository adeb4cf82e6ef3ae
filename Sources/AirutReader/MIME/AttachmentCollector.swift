import AirutPolicy
import FoundationEssentials

/// Makes the document's attachments, in the order of the message, until their size limit.
struct AttachmentCollector {
    private let bytes: [UInt8]
    private let request: ReaderRequest
    private var names = FileNames()
    private var remainingBytes: Int
    private(set) var attachments: [MessageDocument.Attachment] = []
    /// File names by `Content-ID`, for images shown within the text.
    private(set) var namesByContentID: [String: String] = [:]
    private(set) var notes = Notes()

    init(bytes: [UInt8], request: ReaderRequest) {
        self.bytes = bytes
        self.request = request
        remainingBytes = request.maximumAttachmentBytes
    }

    mutating func add(_ part: Part) {
        let content = part.decodedContent(of: bytes)
        if content.isEmpty, part.fileName == nil { return }
        let name = names.unique(suggestedName(of: part, content), fallback: fallbackName(of: part))
        guard content.count <= remainingBytes else {
            notes.add("The attachment “\(name)” (\(content.count) bytes) was left out: attachments are too large.")
            return
        }
        remainingBytes -= content.count
        if let id = part.contentID { namesByContentID[id] = name }
        attachments.append(
            .init(
                fileName: name, mediaType: Self.safeType(part.type.mediaType), bytes: content.count,
                content: request.includesContent ? Data(content).base64EncodedString() : nil))
    }

    /// A nested message is a file that mail programs open, named by its subject if need be.
    private func suggestedName(of part: Part, _ content: [UInt8]) -> String? {
        guard part.type.mediaType == "message/rfc822" else { return part.fileName }
        let subject = HeaderSection(content, in: 0..<content.count).value(of: "Subject")
        let name =
            part.fileName ?? subject.map { GMimeLibrary.decodedText($0).filter { $0 != "/" && $0 != "\\" } } ?? ""
        guard !name.trimmed().isEmpty else { return nil }
        return name.lowercased().hasSuffix(".eml") ? name : name.prefix(bytes: 180) + ".eml"
    }

    private func fallbackName(of part: Part) -> String {
        let stem = part.type.isType("image") ? "image" : part.type.mediaType == "message/rfc822" ? "message" : "part"
        return "\(stem)-\(attachments.count + 1)\(FileExtensions.ending(of: part.type.mediaType))"
    }

    private static func safeType(_ type: String) -> String {
        let isSafe =
            type.utf8.count <= 127 && type.contains("/")
            && type.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
        return isSafe ? type : "application/octet-stream"
    }
}
