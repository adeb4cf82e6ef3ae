import AirutConfig
import AirutMail
import AirutStore
import Crypto
import FoundationEssentials
import Logging

/// Stage 1. Killed between its two steps, the next connection finds that the messages are recorded and only removes them.
extension InboxPass {
    /// Whether the message was stored before, over this connection: a mailbox that was rebuilt or restored gives its numbers
    /// once more, in the same second even with the same date, and nothing is removed unseen for that.
    func isRecorded(_ message: MailboxMessage) async throws -> Bool {
        guard taken.contains(message) else { return false }
        return try await watcher.store.contains(
            watcher.repository.id, uidValidity: message.uidValidity, uid: message.uid, byteCount: message.bytes,
            internalDate: message.internalDate)
    }

    /// Whether the same mail was stored from another place: the mailbox may have been numbered anew since we marked it.
    mutating func isRecordedElsewhere(_ message: MailboxMessage) async throws -> Bool {
        do {
            guard let mail = try await fetch([message]).first?.raw, try await watcher.store.contains(mail) else {
                return false
            }
            taken.insert(message)
            return try await !watcher.store.accept(mail).isNew
        } catch let error as MailServerError {
            guard await client.isOpen else { throw error }
            return false
        }
    }

    /// Makes the messages durable.
    ///
    /// - Returns: those that are: what the mailbox does not have any more is missing.
    mutating func store(_ batch: [MailboxMessage]) async throws -> [MailboxMessage] {
        var known: [MailboxMessage] = []
        var new: [MailboxMessage] = []
        for message in batch {
            if try await isRecorded(message) { known.append(message) } else { new.append(message) }
        }
        guard !new.isEmpty else { return known }
        try watcher.disk.requireRoom(for: new.reduce(0) { $0 + (isTooLarge($1) ? Self.mostHeaderBytes : $1.bytes) })
        let mails = try await fetch(new)
        let records = try await watcher.store.accept(mails.map(\.raw))
        taken.formUnion(mails.map(\.message))
        for (mail, record) in zip(mails, records) {
            watcher.logger.info(
                "stored",
                metadata: [
                    "message": "\(record.id)", "bytes": "\(mail.message.bytes)", "new": "\(record.isNew)",
                ])
        }
        if !records.isEmpty {
            difficult.noteNew()
            watcher.arrived.signal()
        }
        return known + mails.map(\.message)
    }

    /// Takes stored messages out of the mailbox.
    func remove(_ messages: [MailboxMessage]) async throws {
        guard let folder = watcher.repository.email.imap.archiveFolder else { return try await client.delete(messages) }
        // What carries the mark was copied before it got it.
        let unmarked = messages.filter { !marked.contains($0) }
        if !unmarked.isEmpty { try await client.move(unmarked, to: folder) }
        if unmarked.count < messages.count { try await client.delete(messages.filter(marked.contains)) }
    }

    private static let mostHeaderBytes = 1 << 20

    /// Some servers estimate sizes, so what really arrives may be a little more than allowed.
    private var largestBytes: Int {
        let limit = watcher.repository.email.maximumMessageBytes
        return limit + limit / 4
    }

    private func fetch(_ messages: [MailboxMessage]) async throws -> [(message: MailboxMessage, raw: RawMail)] {
        if messages.count == 1, isTooLarge(messages[0]) {
            // Only the header: enough to know whom to tell.
            guard let header = try await client.fetchHeader(messages[0]) else { return [] }
            return [(messages[0], rawMail(messages[0], header, isTruncated: true))]
        }
        let most = messages.count == 1 ? largestBytes : min(largestBytes, 2 * MailboxBatches.mostBytes)
        let bodies = try await client.fetch(messages, maximumBytes: most)
        return messages.compactMap { message in
            bodies[message].map { (message, rawMail(message, $0, isTruncated: false)) }
        }
    }

    private func isTooLarge(_ message: MailboxMessage) -> Bool {
        message.bytes > watcher.repository.email.maximumMessageBytes || difficult.isOversized(message)
    }

    private func rawMail(_ message: MailboxMessage, _ bytes: [UInt8], isTruncated: Bool) -> RawMail {
        RawMail(
            repository: watcher.repository.id, uidValidity: message.uidValidity, uid: message.uid,
            internalDate: message.internalDate, messageID: RawHeader.messageID(in: bytes),
            sha256: Array(SHA256.hash(data: bytes)), bytes: bytes, mailboxBytes: message.bytes,
            isTruncated: isTruncated, receivedAt: Date())
    }
}
