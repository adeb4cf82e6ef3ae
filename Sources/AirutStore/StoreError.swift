import GRDB

/// Why the store could not do what it was asked.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// The file was written by a newer airut.
        case newerVersion
        /// No room, or the file system refuses to write. Nothing of the transaction was kept; try again later.
        case full
        /// The row it is about does not exist (any more).
        case missing
        /// The row is in a state that does not allow it: somebody did it already.
        case conflict
        case other
    }

    public let kind: Kind
    /// What airut was doing, as a verb phrase: "accept a message of web".
    public let action: String
    /// Without a trailing period.
    public let reason: String

    public init(_ kind: Kind, action: String, reason: String) {
        self.kind = kind
        self.action = action
        self.reason = reason
    }

    public var description: String { "cannot \(action): \(reason)" }

    /// Adds what was being done to an error from inside a transaction.
    init(_ error: any Error, action: String) {
        switch error {
        case let refusal as Refusal: self.init(refusal.kind, action: action, reason: refusal.reason)
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(Self.kind(of: error), action: action, reason: Self.reason(of: error))
        default: self.init(.other, action: action, reason: "\(error)")
        }
    }

    private static func kind(of error: DatabaseError) -> Kind {
        switch error.resultCode {
        case .SQLITE_FULL, .SQLITE_IOERR: .full
        default: .other
        }
    }

    private static func reason(of error: DatabaseError) -> String {
        let message = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        return switch error.resultCode {
        case .SQLITE_FULL: "the disk is full"
        case .SQLITE_IOERR: "the disk does not accept it (\(message))"
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: "the file is damaged or not airut's (\(message))"
        default: message
        }
    }
}

/// A rule of the store that a transaction would break; ``StoreError`` adds the action.
struct Refusal: Error {
    let kind: StoreError.Kind
    let reason: String

    static func missing(_ what: String) -> Self { Self(kind: .missing, reason: "\(what) does not exist") }
    static func conflict(_ reason: String) -> Self { Self(kind: .conflict, reason: reason) }
}
