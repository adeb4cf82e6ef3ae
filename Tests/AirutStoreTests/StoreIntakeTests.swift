import AirutModel
import FoundationEssentials
import GRDB
import Testing

@testable import AirutStore

@Suite struct StoreIntakeTests {
    @Test func `the same mail at the same place is stored once`() async throws {
        try await withStore { store in
            let first = try await store.accept(mail(1))
            let second = try await store.accept(mail(1))
            #expect(first.isNew && !second.isNew && first.id == second.id)
            #expect(try await store.containsPlace(of: mail(1)))
            #expect(try await store.containsPlace(of: mail(1, validity: 2)) == false)
            #expect(try await store.containsPlace(of: mail(1, repository: RepositoryID("api")!)) == false)
        }
    }

    @Test func `a mailbox rebuilt with its old numbers hides no mail`() async throws {
        try await withStore { store in
            let old = mail(1, content: "old")
            let longer = mail(1, id: "longer@x", content: "longer")
            var new = mail(1, id: "new@x", content: "new")
            new.internalDate = "2-Jan-2027 00:00:00 +0000"
            var undated = new
            undated.internalDate = nil
            _ = try await store.accept(old)
            #expect(try await store.containsPlace(of: old))
            #expect(new.bytes.count == old.bytes.count)
            for other in [longer, new, undated] { #expect(try await store.containsPlace(of: other) == false) }
            #expect(try await store.accept(new).isNew)
            #expect(try await store.containsPlace(of: new))
            #expect(try await store.containsPlace(of: old) == false)
            #expect(try await store.messages(web, state: .received).count == 2)
            _ = try await store.accept(undated)
            #expect(try await store.containsPlace(of: undated) == false, "a server that gives no dates")
        }
    }

    @Test func `a renumbered mailbox does not make a message new`() async throws {
        try await withStore { store in
            let first = try await store.accept(mail(1, id: "a@x", content: "text"))
            let again = try await store.accept(mail(9, validity: 2, id: "a@x", content: "text"))
            #expect(!again.isNew && again.id == first.id)
            #expect(try await store.containsPlace(of: mail(9, validity: 2, content: "text")))
            #expect(try await store.messages(web, state: .received).count == 1)
        }
    }

    @Test func `identical bytes without a message id are one message`() async throws {
        try await withStore { (store) async throws in
            var anonymous = mail(1, content: "text")
            anonymous.messageID = nil
            #expect(try await store.accept(anonymous).isNew)
            anonymous.uid = 2
            #expect(try await store.accept(anonymous).isNew == false)
        }
    }

    @Test func `a reused message id with other content, or in another repository, is another message`() async throws {
        try await withStore { (store) async throws in
            #expect(try await store.accept(mail(1, id: "a@x", content: "one")).isNew)
            #expect(try await store.accept(mail(2, id: "a@x", content: "two")).isNew)
            #expect(try await store.accept(mail(1, id: "a@x", content: "one", repository: RepositoryID("api")!)).isNew)
        }
    }

    @Test func `the same mail accepted by many at once is stored once`() async throws {
        try await withStore { store in
            let new = try await withThrowingTaskGroup(of: Bool.self) { group in
                for uid in 1...20 {
                    group.addTask { try await store.accept(mail(UInt32(uid), id: "a@x", content: "t")).isNew }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(new == 1)
            #expect(try await store.messages(web, state: .received).count == 1)
        }
    }

    @Test func `several mails are recorded in one step, each once`() async throws {
        try await withStore { store in
            _ = try await store.accept(mail(2))
            let records = try await store.accept([mail(1), mail(2), mail(3), mail(3)])
            #expect(records.map(\.isNew) == [true, false, true, false])
            #expect(try await store.messages(web, state: .received).count == 3)
            #expect(try await store.contains(mail(3, validity: 9)))
            #expect(try await store.contains(mail(4)) == false)
            #expect(try await store.accept([]).isEmpty)
        }
    }

    @Test func `a mail that comes back after all about it was purged is known, also with other trace fields`()
        async throws
    {
        try await withStore { store in
            let old = mail(1, id: "a@x", content: "Received: one\r\nSubject: s\r\n\r\n")
            let id = try await store.accept(old).id
            let new = ConversationTarget.new(NewConversation(subject: "S", model: "opus"))
            let task = try await store.enqueue(id, as: request, into: new, at: time(1))
            _ = try await store.claim(task, at: time(2))
            try await store.finish(task, TaskResult(outcome: "success"), reply: reply("done"), at: time(3))
            for mail in try await store.dueOutgoing(web, at: time(4)) { try await store.markSent(mail.id) }
            #expect(try await store.delete(new.id, unlessActiveSince: time(1000)))
            try await store.purgeRaw(.answered, of: web, decidedBefore: time(1000))
            #expect(try await store.rawMessage(id) == nil)
            #expect(try await store.accept(old).isNew == false)
            let again = try await store.accept(
                mail(7, id: "a@x", content: "Received: two\r\nSubject: s\r\n\r\n"))
            #expect(again.isNew)
            #expect(try await store.twin(of: again.id, sender: alice)?.id == id)
            #expect(try await store.twin(of: again.id, sender: bob) == nil)
        }
    }

    @Test func `a duplicate is of an accepted message rather than of a declined one, and of no forged one`()
        async throws
    {
        try await withStore { store in
            let copies = try await store.accept((1...4).map { mail($0, id: "a@x", content: "copy \($0)") }).map(\.id)
            try await store.refuse(copies[0], reason: "Not proven.", sender: alice.description)
            #expect(try await store.twin(of: copies[3], sender: alice) == nil)
            try await store.refuse(copies[1], reason: "Empty.", sender: alice.description, acceptance: "DMARC passed")
            let declined = try await store.twin(of: copies[3], sender: alice)
            #expect(declined?.id == copies[1] && declined?.isAccepted == false)
            #expect(try await store.twin(of: copies[1], sender: alice) == nil)
            let new = ConversationTarget.new(NewConversation(subject: "S", model: "opus"))
            _ = try await store.enqueue(copies[2], as: request, into: new)
            let accepted = try await store.twin(of: copies[3], sender: alice)
            #expect(accepted?.id == copies[2] && accepted?.isAccepted == true)
            let stranger = mail(5, id: "a@x", content: "copy 5")
            let identifier = try #require(stranger.messageID)
            #expect(try await store.twin(of: identifier, sha256: stranger.sha256, sender: alice, in: web) == accepted)
        }
    }

    @Test func `a duplicate is found by an index, however many messages there are`() async throws {
        try await withStore { store in
            let plan = try await store.read("explain") { database in
                try Row.fetchAll(
                    database, sql: "EXPLAIN QUERY PLAN " + Store.twinQuery,
                    arguments: ["web", "a@x", Data(), "alice@example.org"]
                ).map { $0["detail"] as String }
            }
            #expect(plan.first == "SEARCH message USING INDEX message_identity (repository=? AND <expr>=?)")
        }
    }

    @Test func `a truncated message keeps the size it has in the mailbox`() async throws {
        try await withStore { store in
            var large = mail(1)
            large.mailboxBytes = 99_000_000
            large.isTruncated = true
            let id = try await store.accept(large).id
            let record = try await store.message(id)
            #expect(record?.isTruncated == true && record?.byteCount == 99_000_000)
            #expect(try await store.rawMessage(id) == large.bytes)
        }
    }

    @Test func `attempts without an end and the reader crashing are counted, then a message is set aside`() async throws
    {
        try await withStore { store in
            let id = try await store.accept(mail(1)).id
            #expect(try await store.beginAttempt(id) == 1)
            #expect(try await store.beginAttempt(id) == 2)
            #expect(try await store.endAttempt(id) == 0)
            #expect(try await store.beginAttempt(id) == 1)
            #expect(try await store.endAttempt(id, readerCrashed: true) == 1)
            #expect(try await store.endAttempt(id, readerCrashed: true) == 2)
            #expect(try await store.message(id)?.attempts == 0)
            try await store.quarantine(id, reason: "The reader was killed twice.", at: time(1))
            #expect(try await store.messages(web, state: .received).isEmpty)
            #expect(try await store.message(id)?.reason == "The reader was killed twice.")
            try await store.purgeRaw(.quarantined, of: web, decidedBefore: time(1))
            #expect(try await store.rawMessage(id) != nil)
            try await store.purgeRaw(.quarantined, of: web, decidedBefore: time(2))
            #expect(try await store.rawMessage(id) == nil)
            #expect(try await store.message(id)?.state == .quarantined)
            await expectConflict { _ = try await store.beginAttempt(id) }
        }
    }

    @Test func `a refusal and the mail about it are one step`() async throws {
        try await withStore { store in
            let id = try await store.accept(mail(1)).id
            try await store.refuse(
                id, reason: "Unknown model.", sender: alice.description, subject: "Hi", reply: reply("no", .refusal),
                at: time(5))
            #expect(try await store.message(id)?.state == .refused)
            let due = try await store.dueOutgoing(web, at: time(6))
            #expect(due.map(\.mail) == [reply("no", .refusal)] && due[0].conversation == nil)
            // The message id of the reply is taken: neither half may remain.
            let other = try await store.accept(mail(2)).id
            await #expect(throws: StoreError.self) {
                try await store.refuse(other, reason: "No.", reply: reply("no", .refusal))
            }
            #expect(try await store.message(other)?.state == .received)
        }
    }

    @Test func `a message is decided upon once`() async throws {
        try await withStore { store in
            let id = try await store.accept(mail(1)).id
            let new = ConversationTarget.new(NewConversation(subject: "S", model: "opus"))
            _ = try await store.enqueue(id, as: request, into: new)
            await expectConflict { try await store.enqueue(id, as: request, into: new) }
            await expectConflict { try await store.refuse(id, reason: "No.") }
            await #expect(throws: StoreError.self) { try await store.refuse(999, reason: "No.") }
        }
    }

    @Test func `refused messages lose their bytes early, what waits does not`() async throws {
        try await withStore { store in
            let large = mail(1, content: String(repeating: "x", count: 2_000_000))
            let refused = try await store.accept(large).id
            let waiting = try await store.accept(mail(2)).id
            try await store.refuse(refused, reason: "No.", at: time(10))
            #expect(try await store.purgeRaw(.refused, of: web, decidedBefore: time(10)) == 0)
            #expect(try await store.purgeRaw(.refused, of: web, decidedBefore: time(11)) == 1)
            #expect(try await store.purgeRaw(.received, of: web, decidedBefore: time(11)) == 0)
            #expect(try await store.rawMessage(refused) == nil)
            #expect(try await store.rawMessage(waiting) != nil)
            #expect(try await store.accept(large).isNew == false)
        }
    }
}

/// Expects a refusal because it was already done.
func expectConflict<Value>(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Value
) async {
    do {
        _ = try await body()
        Issue.record("nothing was refused", sourceLocation: sourceLocation)
    } catch {
        #expect((error as? StoreError)?.kind == .conflict, sourceLocation: sourceLocation)
    }
}
