/// A connection's view of the folder it has selected: which messages it was told of, in which order.
struct IMAPSelection {
    let folder: FolderID
    let isReadOnly: Bool
    let uidValidity: UInt32
    /// The message with sequence number n is at n - 1.
    private(set) var uids: [UInt32]
    private var flags: [UInt32: Set<String>]

    init(folder id: FolderID, of folder: MailFolder, isReadOnly: Bool) {
        self.folder = id
        self.isReadOnly = isReadOnly
        uidValidity = folder.uidValidity
        uids = folder.messages.map(\.uid)
        flags = Dictionary(uniqueKeysWithValues: folder.messages.map { ($0.uid, $0.flags) })
    }

    func sequenceNumber(of uid: UInt32) -> UInt32? { uids.index(ofSorted: uid) { $0 }.map { UInt32($0 + 1) } }

    /// The messages a set names, as UIDs; `nil` when it is not a set.
    func uids(in set: String, usesUIDs: Bool) -> [UInt32]? {
        let largest = usesUIDs ? uids.last ?? 0 : UInt32(uids.count)
        guard let set = IMAPSet(set, largest: largest) else { return nil }
        return uids.enumerated().filter { set.contains(usesUIDs ? $1 : UInt32($0 + 1)) }.map(\.element)
    }

    /// Notes what the connection is told otherwise, so that ``update(to:)`` does not repeat it.
    mutating func note(flags newFlags: Set<String>, of uid: UInt32) { flags[uid] = newFlags }

    /// Brings the view up to date.
    ///
    /// - Parameter mayExpunge: false while sequence numbers must not change (RFC 3501 §7.4.1).
    /// - Returns: the untagged responses that tell of the changes.
    mutating func update(to folder: MailFolder, mayExpunge: Bool = true) -> [String] {
        var responses: [String] = []
        let present = Set(folder.messages.map(\.uid))
        if mayExpunge {
            for index in uids.indices.reversed() where !present.contains(uids[index]) {
                flags[uids[index]] = nil
                uids.remove(at: index)
                responses.append("* \(index + 1) EXPUNGE")
            }
        }
        let newest = uids.last ?? 0
        for message in folder.messages {
            if let known = flags[message.uid] {
                guard known != message.flags, let number = sequenceNumber(of: message.uid) else { continue }
                responses.append("* \(number) FETCH (UID \(message.uid) FLAGS (\(Self.list(message.flags))))")
            } else if message.uid > newest {
                uids.append(message.uid)
            }
            flags[message.uid] = message.flags
        }
        if uids.last ?? 0 > newest { responses.append("* \(uids.count) EXISTS") }
        return responses
    }

    static func list(_ flags: Set<String>) -> String { flags.sorted().joined(separator: " ") }
}
