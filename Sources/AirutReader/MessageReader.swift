public import AirutPolicy

/// Reads one raw message. It cannot fail: what cannot be understood is noted in the document.
public struct MessageReader: Sendable {
    private let request: ReaderRequest

    public init(request: ReaderRequest = ReaderRequest()) { self.request = request }

    /// - Parameter raw: the message as it came over the wire.
    public func read(_ raw: [UInt8]) -> MessageDocument {
        let header = HeaderSection(raw, in: 0..<raw.count)
        var document = HeaderReader.document(of: header)
        var notes = Notes()
        if header.isCut { notes.add("The message's header is too large; a part of it was left out.") }

        var partReader = PartReader(bytes: raw, maximumParts: request.maximumParts)
        let root = partReader.part(header: header, content: header.end..<raw.count)
        let body = MessageBody(root: root)
        notes.add(partReader.notes)
        notes.add(body.notes)

        var collector = AttachmentCollector(bytes: raw, request: request)
        for part in body.attachments { collector.add(part) }
        notes.add(collector.notes)

        var texts = BodyText(
            bytes: raw, maximumBytes: request.maximumTextBytes, images: collector.namesByContentID,
            isForwarded: HeaderReader.isForwarded(subject: document.subject))
        document.text = texts.text(of: body.sections)
        notes.add(texts.notes)

        document.attachments = collector.attachments
        document.isReport = root.type.mediaType == "multipart/report"
        document.notes = notes.sentences
        return document
    }
}
