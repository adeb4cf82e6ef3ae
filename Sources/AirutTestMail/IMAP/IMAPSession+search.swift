extension IMAPSession {
    func search(_ command: IMAPCommand) -> [SessionAction] {
        var arguments = command.arguments[...]
        if arguments.first?.text?.uppercased() == "CHARSET" { arguments = arguments.dropFirst(2) }
        guard let selection, let folder = spool.folder(selection.folder),
            let condition = IMAPSearch(all: &arguments, in: selection)
        else { return bad(command) }
        let found = selection.uids.enumerated().filter { index, uid in
            folder[uid].map { condition.matches($0, number: UInt32(index + 1)) } ?? false
        }
        let numbers = found.map { command.usesUIDs ? "\($0.element)" : "\($0.offset + 1)" }
        return [.line((["* SEARCH"] + numbers).joined(separator: " ")), ok(command)]
    }
}
