import AirutConfig
import AirutMail
import AirutModel
import AirutStore
import Crypto
import FoundationEssentials
import Logging

/// Takes every message out of the repository's mailbox: stored durably first, removed from the server only then.
///
/// Connects anew for ever, and says so once for each new reason.
struct InboxWatcher: Sendable {
    let repository: RepositorySettings
    let account: IMAPAccount
    let store: Store
    let disk: DiskReserve
    let arrived: Wakeup
    let logger: Logger

    /// Even a quiet connection is looked through this often: notifications get lost.
    private static let safetyPoll: Duration = .seconds(300)

    func run() async {
        var backOff = BackOff(from: .seconds(1), to: .seconds(300))
        var lastReason = ""
        var difficult = DifficultMessages()
        while !Task.isCancelled {
            do {
                let client = try await IMAPClient.connect(account)
                try await watch(client, &difficult) {
                    // Only now: a server that lets us in and then fails must not be asked again every second.
                    backOff.reset()
                    lastReason = ""
                }
            } catch {
                if Task.isCancelled { return }
                let reason = "\(error)"
                let delay = backOff.delay()
                logger.log(
                    level: reason == lastReason ? .debug : .error, "the mailbox cannot be watched; trying again",
                    metadata: ["reason": "\(reason)", "in": "\(delay)"])
                lastReason = reason
                try? await Task.sleep(for: delay)
            }
        }
    }

    /// One connection, until it breaks.
    private func watch(
        _ client: IMAPClient, _ difficult: inout DifficultMessages, onFirstPass: () -> Void
    ) async throws {
        do {
            _ = try await client.open()
            logger.info("watching the mailbox", metadata: ["server": "\(account.host):\(account.port)"])
            while !Task.isCancelled {
                for message in difficult.ordered(try await client.messages()) {
                    difficult.begin(message)
                    do {
                        if try await takeOrSkip(message, from: client) { difficult.end(message) }
                    } catch let error where !(error is MailServerError) {
                        // Our own disk, say: it is not the message that is difficult.
                        difficult.end(message)
                        throw error
                    }
                }
                onFirstPass()
                _ = try await client.waitForMail(upTo: Self.safetyPoll)
            }
            await client.logOut()
        } catch {
            await client.close()
            throw error
        }
    }

    /// A server's "no" to one message holds up no other.
    ///
    /// - Returns: whether the message was taken.
    private func takeOrSkip(_ message: MailboxMessage, from client: IMAPClient) async throws -> Bool {
        do {
            try await take(message, from: client)
            return true
        } catch let error as MailServerError {
            guard await client.isOpen else { throw error }
            logger.error(
                "a message cannot be taken from the mailbox",
                metadata: ["uid": "\(message.uid)", "reason": "\(error)"])
            return false
        }
    }

    /// Stage 1. Killed between the two steps, the next connection finds the message recorded and only removes it.
    private func take(_ message: MailboxMessage, from client: IMAPClient) async throws {
        let isKnown = try await store.contains(
            repository.id, uidValidity: message.uidValidity, uid: message.uid, byteCount: message.bytes)
        if !isKnown {
            try disk.requireRoom(for: message.bytes)
            guard let mail = try await fetch(message, from: client) else { return }
            let (id, isNew) = try await store.accept(mail)
            logger.info("stored", metadata: ["message": "\(id)", "bytes": "\(message.bytes)", "new": "\(isNew)"])
            arrived.signal()
        }
        if let folder = repository.email.imap.archiveFolder {
            try await client.move([message], to: folder)
        } else {
            try await client.delete([message])
        }
    }

    /// Of a message that is too large only the header is loaded: enough to know whom to tell.
    private func fetch(_ message: MailboxMessage, from client: IMAPClient) async throws -> RawMail? {
        let limit = repository.email.maximumMessageBytes
        let isTruncated = message.bytes > limit
        // Some servers estimate sizes, so what really arrives may be a little more.
        let bytes =
            isTruncated
            ? try await client.fetchHeader(message)
            : try await client.fetch(message, maximumBytes: limit + limit / 4)
        guard let bytes else { return nil }
        return RawMail(
            repository: repository.id, uidValidity: message.uidValidity, uid: message.uid,
            messageID: RawHeader.messageID(in: bytes), sha256: Array(SHA256.hash(data: bytes)), bytes: bytes,
            mailboxBytes: message.bytes, isTruncated: isTruncated, receivedAt: Date())
    }
}
