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
        uidValidity = nil
        marked = []
        let completion = try await demand(.select(mailbox), action: action)
        guard completion.status.code != "READ-ONLY" else {
            throw failure(.refused, action, "it may only be read, so that handled mail could not be removed")
        }
        guard let validity = completion.argument(of: "UIDVALIDITY").flatMap(UInt32.init) else {
            throw failure(.malformed, action, "the server does not say how long its message numbers are valid")
        }
        uidValidity = validity
        return engine.mailbox.exists
    }

    /// The messages of the open mailbox that nobody has marked as deleted, oldest first.
    public func messages() async throws -> [MailboxMessage] {
        let action = "list the mailbox"
        let uidValidity = try openMailbox(action)
        // Without a message there is nothing to fetch, but there may be one since the server was last heard of.
        if engine.mailbox.exists == 0 { try await demand(IMAPCommand("NOOP"), action: action) }
        engine.mailbox.beginListing()
        guard engine.mailbox.exists > 0 else {
            engine.mailbox.endListing(count: 0)
            return []
        }
        let completion = try await demand(IMAPCommand("UID FETCH 1:* (UID FLAGS RFC822.SIZE)"), action: action)
        let complete = completion.fetches.filter { $0.uid != nil && $0.bytes != nil }
        engine.mailbox.endListing(count: complete.count)
        var found: [UInt32: MailboxMessage] = [:]
        for fetch in complete where fetch.flags?.contains("\\deleted") != true {
            guard let uid = fetch.uid, let bytes = fetch.bytes else { continue }
            found[uid] = MailboxMessage(uidValidity: uidValidity, uid: uid, bytes: bytes)
        }
        return found.values.sorted { $0.uid < $1.uid }
    }

    /// A message as it is stored, without marking it as read.
    ///
    /// - Returns: `nil` when the message is gone.
    /// - Throws: ``MailServerError/Kind/tooLarge`` when it is larger than `maximumBytes`; the connection is closed then.
    public func fetch(_ message: MailboxMessage, maximumBytes: Int) async throws -> [UInt8]? {
        try await body("BODY.PEEK[]", of: message, maximumBytes: maximumBytes)
    }

    /// A message's header and the empty line after it, without marking the message as read.
    ///
    /// - Returns: of a header longer than `maximumBytes` the whole fields at its beginning; `nil` when the message is
    ///   gone.
    public func fetchHeader(_ message: MailboxMessage, maximumBytes: Int = 1 << 20) async throws -> [UInt8]? {
        let item = "BODY.PEEK[HEADER]<0.\(maximumBytes)>"
        let header = try await body(item, of: message, maximumBytes: maximumBytes)
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

    private func body(_ item: String, of message: MailboxMessage, maximumBytes: Int) async throws -> [UInt8]? {
        let action = "fetch message \(message.uid)"
        try check([message], action)
        let usual = engine.framer.maximumLiteralBytes
        engine.framer.maximumLiteralBytes = maximumBytes
        defer { engine.framer.maximumLiteralBytes = usual }
        let completion = try await demand(IMAPCommand("UID FETCH \(message.uid) (UID \(item))"), action: action)
        return completion.fetches.first { $0.uid == message.uid && $0.body != nil }?.body
    }

    func openMailbox(_ action: String) throws(MailServerError) -> UInt32 {
        guard let uidValidity else { throw failure(.unusable, action, "no mailbox is open") }
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
