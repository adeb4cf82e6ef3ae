import FoundationEssentials
import GRDB
import Glibc

/// Everything airut must not forget: messages, conversations, runs and outgoing mail, in one SQLite file.
///
/// Every method is one transaction, on disk (`synchronous=FULL`) when it returns; killed at any instant, the store has
/// either all of it or nothing. A cancelled task's transaction is carried out all the same: what happened is recorded.
public final class Store: Sendable {
    let database: DatabasePool
    let reserve: StoreReserve

    /// Opens the store, creating the file (readable by its owner alone) or bringing it up to date.
    ///
    /// Blocks the calling thread; meant for start-up.
    ///
    /// - Parameter reserveBytes: room kept beside the file for outcomes that must be recorded although the disk is full.
    public init(path: String, reserveBytes: Int = 0) throws {
        let action = "open the store \(path)"
        do {
            try Self.createFile(path)
            reserve = StoreReserve(beside: path, bytes: reserveBytes)
            database = try DatabasePool(path: path, configuration: Self.configuration)
            // GRDB sets NORMAL after the configuration's own set-up, so this must come last. The pool has one writer.
            try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            // The journal of one large mail would keep its size for ever.
            try database.writeWithoutTransaction {
                _ = try Int.fetchOne($0, sql: "PRAGMA journal_size_limit = \(Self.longestJournalBytes)")
            }
            if try database.read(Schema.migrator.hasBeenSuperseded) {
                throw StoreError(
                    .newerVersion, action: action,
                    reason: "it was written by a newer version of airut; install that version or restore a backup")
            }
            try Schema.migrator.migrate(database)
        } catch {
            throw StoreError(error, action: action)
        }
    }

    /// Opens an existing store to look at, also while a server works with it. Nothing of it is changed, and no file made.
    ///
    /// Blocks the calling thread.
    ///
    /// - Throws: ``StoreError``, also when another version of airut would have to bring the store up to date first.
    public init(reading path: String) throws {
        let action = "read the store \(path)"
        do {
            reserve = StoreReserve(beside: path, bytes: 0)
            var configuration = Self.configuration
            configuration.readonly = true
            database = try DatabasePool(path: Self.readOnlyName(of: path), configuration: configuration)
            guard try database.read(Schema.migrator.hasCompletedMigrations),
                try !database.read(Schema.migrator.hasBeenSuperseded)
            else {
                throw StoreError(
                    .newerVersion, action: action, reason: "it was written by another version of airut than this one")
            }
        } catch {
            throw StoreError(error, action: action)
        }
    }

    /// Without a journal nobody has the store open: then it is read as it lies there, because SQLite would make one.
    ///
    /// - SeeAlso: SQLite, "URI Filenames", `immutable`.
    private static func readOnlyName(of path: String) -> String {
        guard unsafe access(path + "-wal", F_OK) != 0 else { return path }
        let allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"
        let name = path.utf8.map { byte in
            allowed.utf8.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        return "file:\(name)?immutable=1"
    }

    private static let longestJournalBytes = 16 << 20

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "airut.store"
        configuration.maximumReaderCount = 3
        configuration.busyMode = .timeout(10)
        configuration.foreignKeysEnabled = true
        // Takes effect only before the first table exists: lets purging give room back to the disk.
        configuration.prepareDatabase {
            if !$0.configuration.readonly { try $0.execute(sql: "PRAGMA auto_vacuum = 2") }
        }
        return configuration
    }

    /// SQLite gives its journal files the mode of the main file, so that must be right first.
    private static func createFile(_ path: String) throws {
        let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Refusal(kind: .other, reason: unsafe String(cString: strerror(errno))) }
        close(file)
        let folder = path.contains("/") ? String(path[..<path.lastIndex(of: "/")!]) + "/" : "."
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// One write transaction. GRDB's own `async` form gives up when the task is cancelled; this one does not.
    ///
    /// - Parameter isOutcome: it ends or undoes something, and gets the reserve's room when the disk has no other.
    func write<Value: Sendable>(
        _ action: String, isOutcome: Bool = false, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            let value = try await writeOnce(body)
            reserve.fillIfReleased()
            return value
        } catch {
            let failure = StoreError(error, action: action)
            guard isOutcome, failure.kind == .full, reserve.release() else { throw failure }
        }
        do {
            return try await writeOnce(body)
        } catch {
            throw StoreError(error, action: action)
        }
    }

    private func writeOnce<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            database.asyncWrite(body) { _, result in continuation.resume(with: result) }
        }
    }

    /// One read of a single, consistent state.
    func read<Value: Sendable>(
        _ action: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                database.asyncRead { access in continuation.resume(with: Result { try body(access.get()) }) }
            }
        } catch {
            throw StoreError(error, action: action)
        }
    }
}
