extension IMAPClient {
    /// Opens a mailbox for reading and deleting.
    ///
    /// - Returns: how many messages it has.
    @discardableResult
    public func open(_ mailbox: String = "INBOX") async throws -> Int {
        let action = "open \(mailbox)"
        guard !mailbox.isEmpty, !mailbox.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw failure(.unusable, action, "that is no folder's name") }
        engine.mailbox = IMAPMailbox()
        marked = []
        copied = []
        let completion = try await demand(.select(mailbox), action: action)
        guard completion.status.code != "READ-ONLY" else {
            throw failure(.refused, action, "it may only be read, so that handled mail could not be removed")
        }
        guard let validity = completion.argument(of: "UIDVALIDITY").flatMap(UInt32.init) else {
            throw failure(.malformed, action, "the server does not say how long its message numbers are valid")
        }
        engine.mailbox.uidValidity = validity
        return engine.mailbox.exists
    }

    /// Lets ``list(upTo:)`` begin again with the oldest message.
    public func rewind() { engine.mailbox.rewind() }

    /// The next messages of the open mailbox that were not listed yet, oldest first.
    ///
    /// - Returns: `nil` when there are no further ones.
    public func list(upTo count: Int = 500) async throws -> MailboxListing? {
        let action = "list the mailbox"
        let uidValidity = try openMailbox(action)
        // There may be more since the server was last heard of.
        if !engine.mailbox.hasNews { try await demand(IMAPCommand("NOOP"), action: action) }
        while let range = engine.mailbox.beginListing(upTo: count) {
            let window = "\(range.lowerBound):\(range.upperBound)"
            let command = IMAPCommand("FETCH \(window) (UID FLAGS RFC822.SIZE INTERNALDATE)")
            let completion = try await demand(command, action: action)
            engine.mailbox.endListing()
            let listing = Self.listing(of: completion.fetches, uidValidity: uidValidity)
            if !listing.messages.isEmpty || !listing.deleted.isEmpty { return listing }
        }
        return nil
    }

    private static func listing(of fetches: [IMAPFetch], uidValidity: UInt32) -> MailboxListing {
        // The last word on each: another program may change flags meanwhile.
        var last: [UInt32: (message: MailboxMessage, isDeleted: Bool)] = [:]
        for fetch in fetches {
            guard let uid = fetch.uid, let bytes = fetch.bytes else { continue }
            let message = MailboxMessage(
                uidValidity: uidValidity, uid: uid, bytes: bytes, internalDate: fetch.internalDate)
            last[uid] = (message, fetch.flags?.contains("\\deleted") == true)
        }
        var listing = MailboxListing()
        for (message, isDeleted) in last.values.sorted(by: { $0.message.uid < $1.message.uid }) {
            if isDeleted { listing.deleted.append(message) } else { listing.messages.append(message) }
        }
        return listing
    }

    /// Messages as they are stored, without marking them as read.
    ///
    /// All of them are in memory at once.
    ///
    /// - Returns: what the server gave: those that are gone are missing.
    /// - Throws: ``MailServerError/Kind/tooLarge`` when one is larger than `maximumBytes`; the connection is closed then.
    public func fetch(
        _ messages: [MailboxMessage], maximumBytes: Int
    ) async throws -> [MailboxMessage: [UInt8]] {
        try await bodies("BODY.PEEK[]", of: messages, maximumBytes: maximumBytes)
    }

    /// A message's header and the empty line after it, without marking the message as read.
    ///
    /// - Returns: of a header longer than `maximumBytes` the whole fields at its beginning; `nil` when the message is
    ///   gone.
    public func fetchHeader(_ message: MailboxMessage, maximumBytes: Int = 1 << 20) async throws -> [UInt8]? {
        let item = "BODY.PEEK[HEADER]<0.\(maximumBytes)>"
        let header = try await bodies(item, of: [message], maximumBytes: maximumBytes)[message]
        guard let header, header.count == maximumBytes else { return header }
        return Self.wholeFields(in: header)
    }

    /// Without the last field, which may go on: half an address is another address.
    private static func wholeFields(in header: [UInt8]) -> [UInt8] {
        let isNewField = { (index: Int) in
            header[index - 1] == 0x0A && header[index] != 0x20 && header[index] != 0x09
        }
        return Array(header[..<(header.indices.dropFirst().last(where: isNewField) ?? 0)])
    }

    private func bodies(
        _ item: String, of messages: [MailboxMessage], maximumBytes: Int
    ) async throws -> [MailboxMessage: [UInt8]] {
        let action = messages.count == 1 ? "fetch message \(messages[0].uid)" : "fetch \(messages.count) messages"
        try check(messages, action)
        let usual = engine.framer.maximumLiteralBytes
        engine.framer.maximumLiteralBytes = maximumBytes
        // Twice as much as announced is a lie.
        engine.maximumAnswerBytes += max(maximumBytes, 2 * messages.reduce(0) { $0 + $1.bytes })
        defer {
            engine.framer.maximumLiteralBytes = usual
            engine.maximumAnswerBytes = IMAPEngine.usualAnswerBytes
        }
        let wanted = Dictionary(messages.map { ($0.uid, $0) }) { first, _ in first }
        var found: [MailboxMessage: [UInt8]] = [:]
        for set in IMAPUIDSet.sets(of: messages.map(\.uid)) {
            let completion = try await demand(IMAPCommand("UID FETCH \(set) (UID \(item))"), action: action)
            for fetch in completion.fetches {
                if let message = fetch.uid.flatMap({ wanted[$0] }), let body = fetch.body { found[message] = body }
            }
        }
        return found
    }

    func openMailbox(_ action: String) throws(MailServerError) -> UInt32 {
        guard let uidValidity = engine.mailbox.uidValidity else {
            throw failure(.unusable, action, "no mailbox is open")
        }
        return uidValidity
    }

    /// Refuses identities of another generation: their numbers may mean other messages now.
    func check(_ messages: [MailboxMessage], _ action: String) throws(MailServerError) {
        let uidValidity = try openMailbox(action)
        guard messages.allSatisfy({ $0.uidValidity == uidValidity }) else {
            throw failure(.unusable, action, "the server has numbered the mailbox anew since the message was listed")
        }
    }
}
