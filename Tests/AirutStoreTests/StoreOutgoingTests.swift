import AirutModel
import AirutStore
import FoundationEssentials
import Testing

@Suite struct StoreOutgoingTests {
    /// Two conversations: the first with an acknowledgement and a reply, the second with a reply.
    private func withMail(_ body: (Store, _ first: ConversationID) async throws -> Void) async throws {
        try await withStore { store in
            let message = try await store.accept(mail(1)).id
            let first = try await store.enqueue(
                message, as: request, into: .new(NewConversation(subject: "S", model: "opus")),
                acknowledgement: reply("ack", .acknowledgement), at: time(1))
            let second = try await store.ask(2)
            for (task, name) in [(first, "one"), (second, "two")] {
                _ = try await store.claim(task, at: time(3))
                try await store.finish(task, TaskResult(outcome: "success"), reply: reply(name), at: time(4))
            }
            try await body(store, try #require(try await store.task(first)).conversation)
        }
    }

    private func names(_ mails: [OutgoingRecord]) -> [Substring] {
        mails.map { $0.mail.messageID.description.prefix { $0 != "@" } }
    }

    private func failure(
        _ error: String, after delay: Duration, _ state: OutgoingRecord.State = .pending
    ) -> DeliveryProgress {
        DeliveryProgress(state, openRecipients: [alice], error: error, delay: delay)
    }

    @Test func `no mail of a conversation overtakes an earlier one`() async throws {
        try await withMail { store, _ in
            let due = try await store.dueOutgoing(web, at: time(5))
            #expect(names(due) == ["ack", "two"])
            try await store.record(failure("451 try later", after: .seconds(95)), of: due[0].id, at: time(5))
            #expect(names(try await store.dueOutgoing(web, at: time(6))) == ["two"])
            #expect(try await store.nextDelivery(web, after: time(6)) == time(100))
            let again = try await store.dueOutgoing(web, at: time(100))
            #expect(names(again) == ["ack", "two"] && again[0].attempts == 1 && again[0].lastError == "451 try later")
            #expect(again[0].mail == due[0].mail)
            try await store.markSent(due[0].id, at: time(101))
            #expect(names(try await store.dueOutgoing(web, at: time(102))) == ["one", "two"])
            await expectConflict { try await store.markSent(due[0].id) }
        }
    }

    @Test func `waits add up over as many failures as there are, until the mail is sent again by hand`() async throws {
        try await withMail { store, _ in
            let id = try await store.dueOutgoing(web, at: time(5))[0].id
            var now = 5.0
            for attempt in 1...70 {
                let delay = Duration.milliseconds(attempt == 1 ? 90_500 : 6_400_000)
                try await store.record(failure("451 try later", after: delay), of: id, at: time(now))
                now += delay / .seconds(1)
                // Downtime is no waiting.
                if attempt == 10 { now += 1_000_000 }
                let record = try #require(try await store.dueOutgoing(web, at: time(now)).first)
                #expect(record.id == id && record.attempts == attempt)
                #expect(record.waited == .milliseconds(90_500 + (attempt - 1) * 6_400_000))
            }
            #expect(now > 5 * 86_400)
            let final = DeliveryProgress(.undeliverable, openRecipients: [alice], error: "550 no such user")
            try await store.record(final, of: id, at: time(now))
            let waited = try await store.outgoing(web, state: .undeliverable).map(\.waited)
            #expect(waited == [.milliseconds(90_500 + 69 * 6_400_000)])
            _ = try await store.resend(id, at: time(now))
            #expect(try await store.dueOutgoing(web, at: time(now)).first?.waited == .zero)
        }
    }

    @Test func `a mail that is given up lets the next one go`() async throws {
        try await withMail { store, _ in
            let due = try await store.dueOutgoing(web, at: time(5))
            let progress = DeliveryProgress(.undeliverable, openRecipients: [alice], error: "550 no such user")
            try await store.record(progress, of: due[0].id, at: time(5))
            #expect(names(try await store.dueOutgoing(web, at: time(6))) == ["one", "two"])
            let lost = try await store.outgoing(web, state: .undeliverable)
            #expect(names(lost) == ["ack"] && lost[0].lastError == "550 no such user")
        }
    }

    @Test func `mail that is being sent holds back its conversation and no other`() async throws {
        try await withMail { store, _ in
            let first = try await store.dueOutgoing(web, at: time(5), limit: 1)
            #expect(names(first) == ["ack"])
            let others = try await store.dueOutgoing(web, at: time(5), excluding: [first[0].id])
            #expect(names(others) == ["two"])
        }
    }

    @Test func `what is tried on although it is given up keeps its order, and holds up no new mail`() async throws {
        try await withMail { store, first in
            let failed = failure("no connection", after: .seconds(10), .undeliverable)
            let ack = try await store.dueOutgoing(web, at: time(5))[0]
            try await store.record(failed, of: ack.id, at: time(5))
            #expect(names(try await store.dueOutgoing(web, at: time(6))) == ["one", "two"])
            let one = try await store.dueOutgoing(web, at: time(6))[0]
            try await store.record(failed, of: one.id, at: time(6))
            #expect(names(try await store.dueOutgoing(web, at: time(20))) == ["ack", "two"])
            #expect(names(try await store.dueOutgoing(web, at: time(20), excluding: [ack.id])) == ["two"])
            // It must survive its conversation's old age.
            for name in ["ack", "two"] {
                let due = try await store.dueOutgoing(web, at: time(20))
                let mail = try #require(due.first { $0.mail.messageID.description.hasPrefix(name) })
                try await store.markSent(mail.id, at: time(21))
            }
            #expect(try await store.delete(first, unlessActiveSince: time(1000)) == false)
        }
    }

    @Test func `a clock that was set back does not keep mail from being tried`() async throws {
        try await withMail { store, _ in
            for mail in try await store.dueOutgoing(web, at: time(5)) {
                try await store.record(failure("no", after: .seconds(7200)), of: mail.id, at: time(1_000_000))
            }
            #expect(names(try await store.dueOutgoing(web, at: time(1_000_001))) == [])
            #expect(names(try await store.dueOutgoing(web, at: time(5))) == ["ack", "two"])
        }
    }

    @Test func `the operator has a mail sent again, only to those who have not got it`() async throws {
        try await withMail { store, _ in
            let due = try await store.dueOutgoing(web, at: time(5))
            let refusal = RecipientRefusal(recipient: bob, reason: "550 no such user")
            let progress = DeliveryProgress(
                .undeliverable, openRecipients: [bob], refusals: [refusal], error: "550 no such user")
            try await store.record(progress, of: due[0].id, at: time(5))
            let overview = try await store.overview(web)
            #expect(overview.undeliverable.map(\.recipients) == [[bob]])
            #expect(overview.undeliverable.map(\.reasons) == [["bob@example.org: 550 no such user"]])
            #expect(overview.pending == 2 && overview.delayed.isEmpty && overview.tasks.isEmpty)
            #expect(try await store.busyRepositories() == [web])
            #expect(try await store.resend(due[0].id, at: time(6)) == web)
            let again = try #require(try await store.dueOutgoing(web, at: time(6)).first)
            #expect(again.mail == due[0].mail && again.recipientsToTry == [bob] && again.attempts == 0)
            try await store.markSent(again.id, at: time(7))
            await expectConflict { _ = try await store.resend(again.id) }
            let missing = await #expect(throws: StoreError.self) { try await store.resend(4711) }
            #expect(missing?.kind == .missing)
        }
    }

    @Test func `replies find their conversation by any mail of ours`() async throws {
        try await withMail { (store, first) async throws in
            let id = { (name: String) in MessageID("\(name)@airut.example")! }
            #expect(try await store.conversation(forAnyOf: [id("x"), id("ack")], of: web)?.id == first)
            #expect(try await store.conversation(forAnyOf: [id("one")], of: web)?.id == first)
            // Of two conversations the one we wrote to last.
            #expect(try await store.conversation(forAnyOf: [id("two"), id("one")], of: web)?.id != first)
            #expect(try await store.conversation(forAnyOf: [id("one")], of: RepositoryID("api")!) == nil)
            #expect(try await store.conversation(forAnyOf: [], of: web) == nil)
        }
    }

    @Test func `a conversation is forgotten only when nothing waits in it`() async throws {
        try await withMail { store, first in
            let limit = time(1000)
            #expect(try await store.idleConversations(web, lastActiveBefore: limit).isEmpty)
            #expect(try await store.delete(first, unlessActiveSince: limit) == false)
            for _ in 0..<2 {
                for mail in try await store.dueOutgoing(web, at: time(5)) { try await store.markSent(mail.id) }
            }
            #expect(try await store.idleConversations(web, lastActiveBefore: limit).count == 2)
            #expect(try await store.delete(first, unlessActiveSince: time(2)) == false)
            let task = try await store.ask(9, .existing(first))
            #expect(try await store.delete(first, unlessActiveSince: limit) == false)
            _ = try await store.claim(task)
            #expect(try await store.delete(first, unlessActiveSince: limit) == false)
            try await store.append([Data("{}".utf8)], to: task)
            try await store.finish(task, TaskResult(outcome: "success"), reply: reply("three"), at: time(20))
            for mail in try await store.dueOutgoing(web, at: time(21)) { try await store.markSent(mail.id) }
            #expect(try await store.delete(first, unlessActiveSince: limit))
            #expect(try await store.conversation(first) == nil)
            #expect(try await store.task(task) == nil)
            #expect(try await store.events(of: task).isEmpty)
            #expect(try await store.conversationIDs(web).count == 1)
            // It is still known that these mails were dealt with.
            #expect(try await store.accept(mail(1)).isNew == false)
            let old = try await store.message(1)
            #expect(old?.state == .answered && old?.document == nil)
            #expect(try await store.rawMessage(1) == nil)
            let message = try await store.accept(mail(10)).id
            let error = await #expect(throws: StoreError.self) {
                try await store.enqueue(message, as: request, into: .existing(first))
            }
            #expect(error?.kind == .missing)
        }
    }
}
