/// A search condition (RFC 3501 §6.4.4), without dates.
indirect enum IMAPSearch {
    case every([IMAPSearch])
    case either(IMAPSearch, IMAPSearch)
    case not(IMAPSearch)
    case flag(String)
    case larger(Int)
    case among(Set<UInt32>)
    case header(String, contains: String)
    case text(String)

    /// All conditions there are, joined by "and"; `nil` when one is not known.
    init?(all arguments: inout ArraySlice<IMAPArgument>, in selection: IMAPSelection) {
        var conditions: [IMAPSearch] = []
        while !arguments.isEmpty {
            guard let condition = IMAPSearch(&arguments, in: selection) else { return nil }
            conditions.append(condition)
        }
        self = .every(conditions)
    }

    private init?(_ arguments: inout ArraySlice<IMAPArgument>, in selection: IMAPSelection) {
        guard let first = arguments.popFirst() else { return nil }
        if let list = first.list {
            var inner = list[...]
            self.init(all: &inner, in: selection)
            return
        }
        let key = first.text?.uppercased() ?? ""
        if let simple = Self.simple(key) {
            self = simple
            return
        }
        switch key {
        case "NOT":
            guard let condition = IMAPSearch(&arguments, in: selection) else { return nil }
            self = .not(condition)
        case "OR":
            guard let left = IMAPSearch(&arguments, in: selection), let right = IMAPSearch(&arguments, in: selection)
            else { return nil }
            self = .either(left, right)
        case "HEADER":
            guard let name = arguments.popFirst()?.text, let part = arguments.popFirst()?.text else { return nil }
            self = .header(name.lowercased(), contains: part.lowercased())
        default:
            self.init(key, &arguments, in: selection)
        }
    }

    /// Keys with one argument, and sets.
    private init?(_ key: String, _ arguments: inout ArraySlice<IMAPArgument>, in selection: IMAPSelection) {
        let names = ["UID", "LARGER", "SMALLER", "KEYWORD", "UNKEYWORD", "SUBJECT", "FROM", "TO", "CC", "TEXT", "BODY"]
        guard names.contains(key) else {
            guard let uids = selection.uids(in: key, usesUIDs: false) else { return nil }
            self = .among(Set(uids))
            return
        }
        guard let argument = arguments.popFirst()?.text else { return nil }
        switch key {
        case "UID":
            guard let uids = selection.uids(in: argument, usesUIDs: true) else { return nil }
            self = .among(Set(uids))
        case "LARGER", "SMALLER":
            guard let bytes = Int(argument) else { return nil }
            self = key == "LARGER" ? .larger(bytes) : .not(.larger(max(0, bytes) - 1))
        case "KEYWORD": self = .flag(argument)
        case "UNKEYWORD": self = .not(.flag(argument))
        case "TEXT", "BODY": self = .text(argument.lowercased())
        default: self = .header(key.lowercased(), contains: argument.lowercased())
        }
    }

    /// Keys without arguments.
    private static func simple(_ key: String) -> IMAPSearch? {
        let flags = ["ANSWERED", "DELETED", "DRAFT", "FLAGGED", "SEEN"]
        switch key {
        case "ALL", "OLD": return .every([])
        case "NEW", "RECENT": return .not(.every([]))
        case _ where flags.contains(key): return .flag("\\" + key.prefix(1) + key.dropFirst().lowercased())
        case _ where key.hasPrefix("UN") && flags.contains(String(key.dropFirst(2))):
            return simple(String(key.dropFirst(2))).map { .not($0) }
        default: return nil
        }
    }

    func matches(_ message: StoredMessage, number: UInt32) -> Bool {
        switch self {
        case .every(let conditions): conditions.allSatisfy { $0.matches(message, number: number) }
        case .either(let left, let right):
            left.matches(message, number: number) || right.matches(message, number: number)
        case .not(let condition): !condition.matches(message, number: number)
        case .flag(let flag): message.flags.contains(flag)
        case .larger(let bytes): message.bytes.count > bytes
        case .among(let uids): uids.contains(message.uid)
        case .header(let name, let part):
            HeaderReader.values(in: message.header, field: name).contains {
                part.isEmpty || $0.lowercased().contains(part)
            }
        case .text(let part): message.text.lowercased().contains(part)
        }
    }
}
