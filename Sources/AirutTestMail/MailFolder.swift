import FoundationEssentials

/// One folder of one account.
struct MailFolder: Sendable {
    private(set) var uidValidity: UInt32
    private(set) var nextUID: UInt32 = 1
    private(set) var messages: [StoredMessage] = []
    /// Grows with every change.
    private(set) var revision = 0

    init(uidValidity: UInt32) { self.uidValidity = uidValidity }

    /// - Returns: the new message's UID.
    @discardableResult
    mutating func append(_ bytes: [UInt8], flags: Set<String> = [], receivedAt: Date = Date()) -> UInt32 {
        defer { nextUID += 1 }
        messages.append(StoredMessage(uid: nextUID, flags: flags, bytes: bytes, receivedAt: receivedAt))
        revision += 1
        return nextUID
    }

    mutating func remove(_ uids: Set<UInt32>) {
        messages.removeAll { uids.contains($0.uid) }
        revision += 1
    }

    mutating func setFlags(_ flags: Set<String>, of uid: UInt32) {
        guard let index = index(of: uid), messages[index].flags != flags else { return }
        messages[index].flags = flags
        revision += 1
    }

    /// Numbers the messages from 1 on, in another generation of identifiers.
    mutating func renumber() {
        uidValidity += 1_000_000
        for index in messages.indices { messages[index].uid = UInt32(index + 1) }
        nextUID = UInt32(messages.count + 1)
        revision += 1
    }

    /// As after a restored backup of the empty folder: the same generation of identifiers, from 1 on once more.
    mutating func restoreEmpty() {
        messages = []
        nextUID = 1
        revision += 1
    }

    subscript(uid: UInt32) -> StoredMessage? { index(of: uid).map { messages[$0] } }

    private func index(of uid: UInt32) -> Int? { messages.index(ofSorted: uid) { $0.uid } }
}
