/// What `airut-reader` is asked to do with the message that follows on its standard input.
///
/// Standard input is this request as one line of JSON, then the raw message to the end. Standard output is one
/// ``MessageDocument`` as JSON. The exit status is 0, or 1 with a sentence on standard error.
public struct ReaderRequest: Codable, Sendable, Hashable {
    /// Whether attachments come with their content; intake needs only their names and sizes.
    public var includesContent: Bool
    /// Longest body text handed on, in UTF-8 bytes; the rest is cut and noted.
    public var maximumTextBytes: Int
    /// Most parts looked at, nested ones included; the rest is left out and noted.
    public var maximumParts: Int
    /// Greatest total size of attachments' decoded content; what goes beyond is left out and noted.
    public var maximumAttachmentBytes: Int

    public init(
        includesContent: Bool = false, maximumTextBytes: Int = 1 << 20, maximumParts: Int = 500,
        maximumAttachmentBytes: Int = 64 << 20
    ) {
        self.includesContent = includesContent
        self.maximumTextBytes = maximumTextBytes
        self.maximumParts = maximumParts
        self.maximumAttachmentBytes = maximumAttachmentBytes
    }
}
