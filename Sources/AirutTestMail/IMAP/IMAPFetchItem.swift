import AirutModel
import FoundationEssentials

/// One thing to fetch of a message.
struct IMAPFetchItem: Equatable {
    enum Content: Equatable {
        case uid, flags, size, internalDate
        case whole, header, text
        /// Names in lower case; the fields with (or without) those names.
        case fields(Set<String>, isExcluding: Bool)
    }

    static let uid = IMAPFetchItem(content: .uid, label: "UID")
    static let flags = IMAPFetchItem(content: .flags, label: "FLAGS")
    static let size = IMAPFetchItem(content: .size, label: "RFC822.SIZE")
    static let internalDate = IMAPFetchItem(content: .internalDate, label: "INTERNALDATE")

    let content: Content
    /// What the answer calls it.
    let label: String
    var setsSeen = false
    /// `<first.count>`: a piece of it.
    var range: (first: Int, count: Int)?

    static func == (left: Self, right: Self) -> Bool { left.content == right.content && left.label == right.label }

    private init(content: Content, label: String, setsSeen: Bool = false, range: (first: Int, count: Int)? = nil) {
        self.content = content
        self.label = label
        self.setsSeen = setsSeen
        self.range = range
    }

    /// `nil` when it is not known. - Parameter name: in upper case.
    init?(_ name: String) {
        switch name {
        case "UID": self = .uid
        case "FLAGS": self = .flags
        case "RFC822.SIZE": self = .size
        case "INTERNALDATE": self = .internalDate
        case "RFC822": self.init(content: .whole, label: name, setsSeen: true)
        case "RFC822.HEADER": self.init(content: .header, label: name)
        case "RFC822.TEXT": self.init(content: .text, label: name, setsSeen: true)
        default: self.init(section: name)
        }
    }

    /// `BODY[…]<…>` or `BODY.PEEK[…]<…>`
    private init?(section name: String) {
        let isPeek = name.hasPrefix("BODY.PEEK[")
        guard isPeek || name.hasPrefix("BODY["), let open = name.firstIndex(of: "["),
            let close = name.firstIndex(of: "]"), let content = Self.content(name[open..<close].dropFirst())
        else { return nil }
        let section = "BODY" + name[open...close]
        let partial = name[name.index(after: close)...]
        guard !partial.isEmpty else {
            self.init(content: content, label: section, setsSeen: !isPeek)
            return
        }
        let numbers = partial.dropFirst().dropLast().split(separator: ".").compactMap { Int($0) }
        guard partial.first == "<", partial.last == ">", numbers.count == 2, numbers.allSatisfy({ $0 >= 0 }) else {
            return nil
        }
        let range = (first: numbers[0], count: numbers[1])
        self.init(content: content, label: "\(section)<\(range.first)>", setsSeen: !isPeek, range: range)
    }

    private static func content(_ section: Substring) -> Content? {
        switch section {
        case "": return .whole
        case "HEADER": return .header
        case "TEXT": return .text
        default:
            let words = section.lowercased().split { $0 == " " || $0 == "(" || $0 == ")" }.map(String.init)
            switch words.first {
            case "header.fields": return .fields(Set(words.dropFirst()), isExcluding: false)
            case "header.fields.not": return .fields(Set(words.dropFirst()), isExcluding: true)
            default: return nil
            }
        }
    }

    func response(for message: StoredMessage) -> [UInt8] {
        switch content {
        case .uid: return Array("UID \(message.uid)".utf8)
        case .flags: return Array("FLAGS (\(IMAPSelection.list(message.flags)))".utf8)
        case .size: return Array("RFC822.SIZE \(message.bytes.count)".utf8)
        case .internalDate:
            let time = UTCTime(secondsSince1970: Int(message.receivedAt.timeIntervalSince1970))
            return Array("INTERNALDATE \"\(time.imapDate)\"".utf8)
        case .whole: return literal(message.bytes[...])
        case .header: return literal(message.header)
        case .text: return literal(message.body)
        case .fields(let names, let isExcluding):
            let lines = HeaderReader.fields(in: message.header) { names.contains($0) != isExcluding }
            return literal(lines[...])
        }
    }

    private func literal(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var piece = bytes
        if let range { piece = bytes.dropFirst(range.first).prefix(range.count) }
        return Array("\(label) {\(piece.count)}\r\n".utf8) + piece
    }
}
