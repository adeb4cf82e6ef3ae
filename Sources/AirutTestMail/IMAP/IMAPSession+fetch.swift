extension IMAPSession {
    mutating func fetch(_ command: IMAPCommand) -> [SessionAction] {
        guard command.arguments.count >= 2, let selection, let uids = uids(command),
            let folder = spool.folder(selection.folder), var items = Self.items(command.arguments[1...])
        else { return bad(command) }
        if command.usesUIDs, !items.contains(.uid) { items.insert(.uid, at: 0) }
        var actions: [SessionAction] = []
        for uid in uids {
            guard let message = folder[uid], let number = selection.sequenceNumber(of: uid) else { continue }
            actions.append(.send(response(number, message, items)))
        }
        if !selection.isReadOnly, items.contains(where: \.setsSeen) {
            spool.update(selection.folder) { folder in
                for uid in uids {
                    if let flags = folder[uid]?.flags { folder.setFlags(flags.union(["\\Seen"]), of: uid) }
                }
            }
        }
        return actions + [ok(command)]
    }

    private func response(_ number: UInt32, _ message: StoredMessage, _ items: [IMAPFetchItem]) -> [UInt8] {
        var bytes = Array("* \(number) FETCH (".utf8)
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: " ")) }
            bytes += item.response(for: message)
        }
        return bytes + Array(")\r\n".utf8)
    }

    /// `nil` when one is not known.
    private static func items(_ arguments: ArraySlice<IMAPArgument>) -> [IMAPFetchItem]? {
        var items: [IMAPFetchItem] = []
        for argument in arguments.flatMap({ $0.list ?? [$0] }) {
            switch argument.text?.uppercased() {
            case nil: return nil
            case "ALL", "FAST", "FULL": items += [.flags, .internalDate, .size]
            case let name?:
                guard let item = IMAPFetchItem(name) else { return nil }
                items.append(item)
            }
        }
        return items
    }
}
