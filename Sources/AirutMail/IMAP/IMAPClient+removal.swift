extension IMAPClient {
    /// Removes messages for good, and no others. Those that are gone already are no error.
    ///
    /// A server without UIDPLUS (RFC 4315) can only expunge everything that is marked as deleted. As long as somebody
    /// else's messages are so marked, ours only get the mark: ``list(upTo:)`` tells of them, and they go with a later call
    /// that names them too.
    public func delete(_ messages: [MailboxMessage]) async throws {
        let action = "delete \(messages.count) messages"
        try check(messages, action)
        let uids = messages.map(\.uid)
        let canExpungeByUID = try await capabilities().contains("UIDPLUS")
        for set in IMAPUIDSet.sets(of: uids) {
            try await demand(IMAPCommand("UID STORE \(set) +FLAGS.SILENT (\\Deleted)"), action: action)
            if canExpungeByUID { try await demand(IMAPCommand("UID EXPUNGE \(set)"), action: action) }
        }
        if !canExpungeByUID, !messages.isEmpty { try await expunge(uids, action: action) }
    }

    private func expunge(_ uids: [UInt32], action: String) async throws {
        marked.formUnion(uids)
        let deleted = try await demand(IMAPCommand("UID SEARCH DELETED"), action: action).search
        guard marked.isSuperset(of: deleted) else { return }
        try await demand(IMAPCommand("EXPUNGE"), action: action)
        marked = []
    }

    /// Moves messages to another folder, which is made if it is missing. Those that are gone already are no error.
    public func move(_ messages: [MailboxMessage], to folder: String) async throws {
        let action = "move \(messages.count) messages to \(folder)"
        try check(messages, action)
        guard !folder.isEmpty, !folder.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw failure(.unusable, action, "that is no folder's name") }
        let canMove = try await capabilities().contains("MOVE")
        // A copy that was made stays made when the removal is refused.
        for set in IMAPUIDSet.sets(of: messages.map(\.uid).filter { !copied.contains($0) }) {
            try await transfer(set, to: folder, moving: canMove, action: action)
        }
        guard !canMove else { return }
        copied.formUnion(messages.map(\.uid))
        try await delete(messages)
        copied.subtract(messages.map(\.uid))
    }

    private func transfer(_ set: String, to folder: String, moving: Bool, action: String) async throws {
        let command = IMAPCommand.copy(set, to: folder, moving: moving)
        let completion = try await run(command, action: action)
        guard completion.status.kind != .ok else { return }
        guard completion.status.code == "TRYCREATE" else {
            throw failure(.refused, action, completion.status.quotedText, retryMayHelp: completion.status.isPassing)
        }
        try await demand(.create(folder), action: "make the folder \(folder)")
        try await demand(command, action: action)
    }
}
