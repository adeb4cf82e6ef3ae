import GRDB

/// A message that is the same mail as another.
public struct MessageTwin: Sendable, Hashable, Identifiable {
    public let id: MessageRecord.ID
    /// Otherwise it was declined, and its sender told so.
    public let isAccepted: Bool
}

extension MessageTwin: Stored {
    init(row: Row) throws {
        id = try row.value("id")
        isAccepted = try row.value("is_accepted")
    }
}
