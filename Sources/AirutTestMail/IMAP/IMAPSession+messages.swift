extension IMAPSession {
    mutating func store(_ command: IMAPCommand) -> [SessionAction] {
        guard command.arguments.count >= 3, var selection, let uids = uids(command), !selection.isReadOnly,
            let item = command.arguments[1].text?.uppercased()
        else { return bad(command) }
        let named = command.arguments[2].list ?? Array(command.arguments[2...])
        let flags = Set(named.compactMap(\.text).map(Self.canonical))
        let verb = item.replacing(".SILENT", with: "")
        guard ["FLAGS", "+FLAGS", "-FLAGS"].contains(verb) else { return bad(command) }
        let changed = spool.update(selection.folder) { folder -> [StoredMessage] in
            for uid in uids {
                guard let old = folder[uid]?.flags else { continue }
                let new = verb == "FLAGS" ? flags : verb == "+FLAGS" ? old.union(flags) : old.subtracting(flags)
                folder.setFlags(new, of: uid)
            }
            return uids.compactMap { folder[$0] }
        }
        for message in changed ?? [] { selection.note(flags: message.flags, of: message.uid) }
        self.selection = selection
        if item.hasSuffix(".SILENT") { return [ok(command)] }
        let responses = (changed ?? []).compactMap { message in
            selection.sequenceNumber(of: message.uid).map { number in
                SessionAction.line(
                    "* \(number) FETCH (UID \(message.uid) FLAGS (\(IMAPSelection.list(message.flags))))")
            }
        }
        return responses + [ok(command)]
    }

    mutating func copy(_ command: IMAPCommand, andRemove: Bool) -> [SessionAction] {
        guard command.arguments.count == 2, let selection, let uids = uids(command),
            let name = command.arguments[1].text, let source = spool.folder(selection.folder)
        else { return bad(command) }
        let messages = uids.compactMap { source[$0] }
        let target = FolderID(account: selection.folder.account, name: name)
        let copies = spool.update(target) { folder in
            messages.map { folder.append($0.bytes, flags: $0.flags, receivedAt: $0.receivedAt) }
        }
        guard let copies, let validity = spool.folder(target)?.uidValidity else {
            return no(command, "[TRYCREATE] There is no such folder")
        }
        let code =
            copies.isEmpty || !configuration.extensions.contains(.uidPlus)
            ? "" : "COPYUID \(validity) \(IMAPSet.text(messages.map(\.uid))) \(IMAPSet.text(copies))"
        guard andRemove else { return [ok(command, code)] }
        spool.update(selection.folder) { $0.remove(Set(messages.map(\.uid))) }
        return (code.isEmpty ? [] : [.line("* OK [\(code)] Copied")]) + updates() + [ok(command)]
    }

    mutating func expunge(_ command: IMAPCommand) -> [SessionAction] {
        guard let selection, !selection.isReadOnly else { return no(command, "[READ-ONLY] Opened with EXAMINE") }
        if command.usesUIDs {
            guard configuration.extensions.contains(.uidPlus), let uids = uids(command) else { return bad(command) }
            removeDeleted(among: uids, in: selection.folder)
        } else {
            removeDeleted(among: selection.uids, in: selection.folder)
        }
        return [ok(command)]
    }

    func removeDeleted(among uids: [UInt32], in folder: FolderID) {
        spool.update(folder) { folder in
            folder.remove(Set(uids.filter { folder[$0]?.flags.contains("\\Deleted") ?? false }))
        }
    }

    /// The UIDs that the command's first argument names.
    func uids(_ command: IMAPCommand) -> [UInt32]? {
        command.arguments.first?.text.flatMap { selection?.uids(in: $0, usesUIDs: command.usesUIDs) }
    }

    /// System flags do not depend on case: `\seen` is `\Seen`.
    private static func canonical(_ flag: String) -> String {
        guard flag.hasPrefix("\\") else { return flag }
        return "\\" + flag.dropFirst().prefix(1).uppercased() + flag.dropFirst(2).lowercased()
    }
}
