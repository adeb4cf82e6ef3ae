extension IMAPSession {
    mutating func select(_ command: IMAPCommand, _ account: TestMailAccount, isReadOnly: Bool) -> [SessionAction] {
        selection = nil
        guard let name = command.arguments.first?.text else { return bad(command) }
        let id = FolderID(account: account.address, name: name)
        guard let folder = spool.folder(id) else { return no(command, "[NONEXISTENT] There is no such folder") }
        selection = IMAPSelection(folder: id, of: folder, isReadOnly: isReadOnly)
        return [
            .line("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)"),
            .line("* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Kept"),
            .line("* \(folder.messages.count) EXISTS"), .line("* 0 RECENT"),
            .line("* OK [UIDVALIDITY \(folder.uidValidity)] Since the start"),
            .line("* OK [UIDNEXT \(folder.nextUID)] Next"),
            ok(command, isReadOnly ? "READ-ONLY" : "READ-WRITE"),
        ]
    }

    func create(_ command: IMAPCommand, _ account: TestMailAccount) -> [SessionAction] {
        guard let name = command.arguments.first?.text, !name.isEmpty else { return bad(command) }
        let isNew = spool.createFolder(FolderID(account: account.address, name: name))
        return isNew ? [ok(command)] : no(command, "[ALREADYEXISTS] There is such a folder")
    }

    func list(_ command: IMAPCommand, _ account: TestMailAccount) -> [SessionAction] {
        guard command.arguments.count == 2, let pattern = command.arguments[1].text else { return bad(command) }
        if pattern.isEmpty { return [.line("* \(command.name) (\\Noselect) \"/\" \"\""), ok(command)] }
        let names = spool.folderNames(of: account.address).filter { Self.matches($0, pattern) }
        return names.map { .line("* \(command.name) () \"/\" \(Self.quoted($0))") } + [ok(command)]
    }

    func status(_ command: IMAPCommand, _ account: TestMailAccount) -> [SessionAction] {
        guard command.arguments.count == 2, let name = command.arguments[0].text,
            let items = command.arguments[1].list?.compactMap({ $0.text?.uppercased() })
        else { return bad(command) }
        guard let folder = spool.folder(FolderID(account: account.address, name: name)) else {
            return no(command, "[NONEXISTENT] There is no such folder")
        }
        let values: [String: Int] = [
            "MESSAGES": folder.messages.count, "RECENT": 0, "UIDNEXT": Int(folder.nextUID),
            "UIDVALIDITY": Int(folder.uidValidity),
            "UNSEEN": folder.messages.count { !$0.flags.contains("\\Seen") },
        ]
        let pairs = items.compactMap { item in values[item].map { "\(item) \($0)" } }
        guard pairs.count == items.count else { return bad(command) }
        return [.line("* STATUS \(Self.quoted(name)) (\(pairs.joined(separator: " ")))"), ok(command)]
    }

    func append(_ command: IMAPCommand, _ account: TestMailAccount) -> [SessionAction] {
        guard command.arguments.count >= 2, let name = command.arguments[0].text,
            case .string(let bytes)? = command.arguments.last
        else { return bad(command) }
        let flags = command.arguments[1].list?.compactMap(\.text) ?? []
        let id = FolderID(account: account.address, name: name)
        guard let uid = spool.update(id, { $0.append(bytes, flags: Set(flags)) }), let folder = spool.folder(id) else {
            return no(command, "[TRYCREATE] There is no such folder")
        }
        let code = "APPENDUID \(folder.uidValidity) \(uid)"
        return [ok(command, configuration.extensions.contains(.uidPlus) ? code : "")]
    }

    mutating func close(_ command: IMAPCommand) -> [SessionAction] {
        if let selection, !selection.isReadOnly { removeDeleted(among: selection.uids, in: selection.folder) }
        selection = nil
        return [ok(command)]
    }

    mutating func beginIdle(_ command: IMAPCommand) -> [SessionAction] {
        idleTag = command.tag
        return [.line("+ idling")] + updates()
    }

    mutating func endIdle(_ tag: String, _ line: String) -> [SessionAction] {
        idleTag = nil
        return [.line(line.uppercased() == "DONE" ? "\(tag) OK IDLE done" : "\(tag) BAD Expected DONE")]
    }

    static func quoted(_ text: String) -> String {
        "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] } + "\""
    }

    /// `*` and `%` stand for anything; the latter not for `/` (RFC 3501 §6.3.8).
    private static func matches(_ name: String, _ pattern: String) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        let rest = String(pattern.dropFirst())
        guard first == "*" || first == "%" else {
            return name.first == first && matches(String(name.dropFirst()), rest)
        }
        if matches(name, rest) { return true }
        guard let character = name.first, first == "*" || character != "/" else { return false }
        return matches(String(name.dropFirst()), pattern)
    }
}
