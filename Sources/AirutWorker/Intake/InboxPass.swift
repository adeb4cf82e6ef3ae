import AirutConfig
import AirutMail
import Logging

/// One look through the mailbox, in which everything is taken that can be.
struct InboxPass {
    let watcher: InboxWatcher
    let client: IMAPClient
    var difficult: DifficultMessages
    /// What this connection has stored: within it a number means one message.
    var taken: Set<MailboxMessage>
    /// Whether all messages are looked at, or only those that came since the last pass.
    let isComplete: Bool

    /// Ours, marked as deleted, whose removal did not come to its end.
    var marked: Set<MailboxMessage> = []
    private var seen: Set<MailboxMessage> = []
    /// Messages that failed before: last, and one by one.
    private var later: [MailboxMessage] = []

    /// After so many refusals one after the other, the rest waits: the server does not seem to want any.
    private static let mostRefusals = 3

    init(
        watcher: InboxWatcher, client: IMAPClient, difficult: DifficultMessages, taken: Set<MailboxMessage>,
        isComplete: Bool
    ) {
        self.watcher = watcher
        self.client = client
        self.difficult = difficult
        self.taken = taken
        self.isComplete = isComplete
    }

    /// - Parameter onSuccess: called whenever messages were taken, and at the end.
    mutating func run(onSuccess: () -> Void) async throws {
        if isComplete { await client.rewind() }
        while let listing = try await client.list() {
            seen.formUnion(listing.deleted)
            let own = try await ours(among: listing.deleted)
            marked.formUnion(own)
            let present = own + listing.messages
            seen.formUnion(listing.messages)
            later += present.filter(difficult.contains)
            let easy = present.filter { !difficult.contains($0) }
            for batch in MailboxBatches(easy, largestBytes: watcher.repository.email.maximumMessageBytes) {
                if try await attempt(batch) { report(onSuccess) }
            }
        }
        _ = try await attemptSingly(difficult.due(later))
        if isComplete {
            difficult.keep(seen)
            taken.formIntersection(seen)
        }
        report(onSuccess)
    }

    /// A server that goes along with everything but giving its mail is not watched.
    private func report(_ onSuccess: () -> Void) {
        if difficult.holdsUpAll, let sentence = difficult.sentence {
            watcher.health.fail(sentence)
        } else {
            watcher.health.watch(client.sign, trouble: difficult.sentence)
        }
        onSuccess()
    }

    /// Those messages with the mark of deletion that were stored: ours. The others were deleted by somebody else before we
    /// saw them, and are none of our business.
    private mutating func ours(among messages: [MailboxMessage]) async throws -> [MailboxMessage] {
        var own: [MailboxMessage] = []
        for message in messages {
            if try await isRecorded(message) {
                own.append(message)
            } else if difficult.noteForeign(message), try await isRecordedElsewhere(message) {
                difficult.noteOwn(message)
                own.append(message)
            }
        }
        return own
    }

    /// Takes messages, and marks as difficult what is not taken.
    ///
    /// - Returns: whether the server went along; its "no" to one message holds up no other.
    private mutating func attempt(_ batch: [MailboxMessage]) async throws -> Bool {
        difficult.begin(batch)
        do {
            let stored = try await store(batch)
            difficult.noteStored(stored)
            try await remove(stored)
            difficult.end(stored)
            noteMissing(in: batch)
            return true
        } catch let error as MailServerError {
            guard await client.isOpen else {
                if batch.count == 1 {
                    note("\(error)", about: batch[0])
                    if error.kind == .tooLarge { difficult.noteOversized(batch[0]) }
                }
                throw error
            }
            guard batch.count == 1 else {
                difficult.end(batch)
                return try await attemptSingly(batch)
            }
            note("\(error)", about: batch[0])
            return false
        } catch {
            // Our own disk, say: it is not the messages that are difficult.
            difficult.end(batch)
            throw error
        }
    }

    /// - Returns: whether the server went along with any.
    private mutating func attemptSingly(_ messages: [MailboxMessage]) async throws -> Bool {
        var refusals = 0
        var isAnyTaken = false
        for (index, message) in messages.enumerated() {
            if try await attempt([message]) {
                isAnyTaken = true
                refusals = 0
            } else {
                refusals += 1
            }
            if refusals == Self.mostRefusals {
                difficult.begin(Array(messages[(index + 1)...].filter { !difficult.contains($0) }))
                break
            }
        }
        return isAnyTaken
    }

    /// What was listed and then not given is gone, most likely; if it is listed once more, something is wrong with it.
    private mutating func noteMissing(in batch: [MailboxMessage]) {
        for message in batch where difficult.count(message) > 1 {
            note("the server lists message \(message.uid) and does not give it", about: message)
        }
    }

    private mutating func note(_ reason: String, about message: MailboxMessage) {
        difficult.note(reason, about: message)
        watcher.logger.error(
            "a message cannot be taken from the mailbox", metadata: ["uid": "\(message.uid)", "reason": "\(reason)"])
    }
}
