/// A file that goes with a reply.
public struct ReplyAttachment: Sendable, Hashable {
    /// Any text; what cannot stand in a file name is replaced when the mail is written.
    public var fileName: String
    /// `type/subtype`
    public var mediaType: String
    public var content: [UInt8]

    /// - Parameter mediaType: guessed from the file name's extension unless given.
    public init(fileName: String, mediaType: String? = nil, content: [UInt8]) {
        self.fileName = fileName
        self.mediaType = mediaType ?? Self.guess(fileName)
        self.content = content
    }

    private static let types: [Substring: String] = [
        "txt": "text/plain", "log": "text/plain", "md": "text/markdown", "csv": "text/csv", "html": "text/html",
        "htm": "text/html", "diff": "text/x-diff", "patch": "text/x-diff", "json": "application/json",
        "pdf": "application/pdf", "zip": "application/zip", "gz": "application/gzip", "tgz": "application/gzip",
        "tar": "application/x-tar", "xml": "application/xml", "png": "image/png", "jpg": "image/jpeg",
        "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml", "webp": "image/webp", "mp4": "video/mp4",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ]

    private static func guess(_ fileName: String) -> String {
        guard let dot = fileName.lastIndex(of: ".") else { return "application/octet-stream" }
        return types[fileName[fileName.index(after: dot)...].lowercased()[...]] ?? "application/octet-stream"
    }
}
