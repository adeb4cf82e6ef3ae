/// Turns the parts of a body into the text the agent is given.
struct BodyText {
    let bytes: [UInt8]
    let maximumBytes: Int
    /// File names of attached images by `Content-ID`.
    let images: [String: String]
    /// Whether quoted text is what the message is about, not history.
    let isForwarded: Bool
    private(set) var notes = Notes()

    init(bytes: [UInt8], maximumBytes: Int, images: [String: String], isForwarded: Bool) {
        self.bytes = bytes
        self.maximumBytes = max(0, maximumBytes)
        self.images = images
        self.isForwarded = isForwarded
    }

    mutating func text(of sections: [MessageBody.Section]) -> String {
        var text = ""
        for section in sections where text.utf8.count <= maximumBytes {
            let next = self.text(of: section)
            if !text.isEmpty, !next.isEmpty { text += "\n\n" }
            text += next
        }
        guard text.utf8.count > maximumBytes else { return text }
        notes.add("The text is longer than \(maximumBytes) bytes; its end was left out.")
        return text.prefix(bytes: maximumBytes)
    }

    /// HTML is taken only when it says more than the plain text: an empty or lesser one must not replace it.
    private mutating func text(of section: MessageBody.Section) -> String {
        var plain: [Line] = []
        for part in section.plain { plain += lines(ofPlain: part) }
        guard !section.html.isEmpty else { return render(plain) }
        var html: [Line] = []
        var hasStructure = false
        var htmlNotes = Notes()
        for part in section.html {
            let text = HTMLText(decodedText(of: part), images: images, maximumBytes: 2 * maximumBytes + 100_000)
            html += text.lines
            hasStructure = hasStructure || text.hasStructure
            htmlNotes.add(text.notes)
        }
        let difference = Richness(of: html).compared(to: Richness(of: plain))
        guard section.plain.isEmpty || difference == .more || (difference == .same && hasStructure) else {
            return render(plain)
        }
        notes.add(htmlNotes)
        return render(html)
    }

    private mutating func lines(ofPlain part: Part) -> [Line] {
        let text = decodedText(of: part)
        guard part.type.parameters["format"]?.lowercased() == "flowed" else { return PlainText.lines(of: text) }
        return FlowedText.lines(of: text, deletesSpace: part.type.parameters["delsp"]?.lowercased() == "yes")
    }

    private func render(_ lines: [Line]) -> String {
        let kept = isForwarded ? lines : QuoteStripper.stripped(lines)
        return Line.text(of: kept)
    }

    private mutating func decodedText(of part: Part) -> String {
        var content = part.decodedContent(of: bytes)
        let limit = max(4 << 20, 2 * maximumBytes)
        if content.count > limit {
            notes.add("The text is very long; its end was left out.")
            content.removeLast(content.count - limit)
        }
        let isHTML = part.type.mediaType == "text/html"
        let charset = part.type.parameters["charset"] ?? (isHTML ? HTMLCharset.declared(in: content) : nil)
        let decoded = Charset.decode(content, charset: charset)
        notes.add(decoded.note)
        return TextCleaner.cleaned(decoded.text)
    }
}
