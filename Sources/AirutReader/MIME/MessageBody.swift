/// Which parts are what the person wrote, and which are attachments.
///
/// The body is made of the message's own inline texts only: never of an attachment, never of a nested message.
///
/// - SeeAlso: RFC 2046 §5.1 (multipart), RFC 2387 (related), RFC 1847 (signed, encrypted).
struct MessageBody {
    /// One text of the body, in one or two representations.
    struct Section {
        var plain: [Part] = []
        var html: [Part] = []
    }

    private(set) var sections: [Section] = []
    private(set) var attachments: [Part] = []
    private(set) var notes = Notes()

    /// - Parameter root: the message itself, or one of its alternatives.
    init(root: Part) { collect(root, isRoot: true) }

    private mutating func collect(_ part: Part, isRoot: Bool) {
        guard case .multipart(let children) = part.content else {
            return collectLeaf(part, isRoot: isRoot)
        }
        switch part.type.mediaType {
        case "multipart/alternative": collectAlternatives(children)
        case "multipart/related": collectRelated(children, start: part.type.parameters["start"])
        case "multipart/signed":
            if let signed = children.first { collect(signed, isRoot: true) }
            attachments += children.dropFirst(2).flatMap(Self.leaves)
        case "multipart/encrypted":
            notes.add("The message is encrypted; its content could not be read.")
            attachments += children.flatMap(Self.leaves)
        default:
            for child in children { collect(child, isRoot: false) }
        }
    }

    /// A name makes a text an attachment, unless the text is the whole message, or one of its alternatives.
    private mutating func collectLeaf(_ part: Part, isRoot: Bool) {
        guard part.isText, !part.isAttachment, isRoot || part.fileName == nil else {
            attachments.append(part)
            return
        }
        sections.append(part.type.mediaType == "text/html" ? Section(html: [part]) : Section(plain: [part]))
    }

    private mutating func collectAlternatives(_ children: [Part]) {
        var section = Section()
        for child in children {
            let representation = MessageBody(root: child)
            attachments += representation.attachments
            notes.add(representation.notes)
            let html = representation.sections.flatMap(\.html)
            let plain = representation.sections.flatMap(\.plain)
            if !html.isEmpty {
                if section.html.isEmpty { section.html = html }
            } else if section.plain.isEmpty {
                section.plain = plain
            }
        }
        if !section.html.isEmpty || !section.plain.isEmpty { sections.append(section) }
    }

    private mutating func collectRelated(_ children: [Part], start: String?) {
        let start = start?.filter { $0 != "<" && $0 != ">" }
        let root = children.firstIndex { start != nil && $0.contentID == start } ?? 0
        for (index, child) in children.enumerated() {
            if index == root {
                collect(child, isRoot: true)
            } else {
                attachments += Self.leaves(of: child)
            }
        }
    }

    private static func leaves(of part: Part) -> [Part] {
        guard case .multipart(let children) = part.content else { return [part] }
        return children.flatMap(leaves)
    }
}
