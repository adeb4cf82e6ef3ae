import AirutModel
import AirutStore
import AirutTestSupport
import FoundationEssentials
import Testing

@Suite struct StorePurgingTests {
    /// A run that logged so many lines of 100 bytes and ended.
    private func finished(_ uid: UInt32, lines: Int, in store: Store) async throws -> TaskID {
        let task = try await store.ask(uid)
        _ = try await store.claim(task)
        try await store.append((0..<lines).map { _ in Data(repeating: 0x78, count: 100) }, to: task)
        let result = TaskResult(outcome: "success", replyText: "Answer \(uid)")
        try await store.finish(task, result, reply: reply("r\(uid)"), at: time(Double(uid) * 100))
        return task
    }

    @Test func `the logs of a run's network are counted and forgotten with the others`() async throws {
        try await withStore { store in
            let task = try await finished(1, lines: 1, in: store)
            for log in [RunLog.network, .build] {
                try await store.append([Data("one".utf8), Data("two".utf8)], to: task, in: log)
                #expect(try await store.lines(log, of: task).map(\.sequence) == [1, 2])
                #expect(try await store.lines(log, of: task, containing: "w").map(\.line) == [Data("two".utf8)])
            }
            #expect(try await store.events(of: task).count == 1)
            #expect(try await store.pruneLogs(web, endedBefore: time(1), keepingBytes: 112) == 0)
            #expect(try await store.pruneLogs(web, endedBefore: time(1), keepingBytes: 0) == 3)
            for log in RunLog.allCases { #expect(try await store.lines(log, of: task).isEmpty) }
        }
    }

    @Test func `logs of old runs go by age, then the oldest by size, and what came of the runs stays`() async throws {
        try await withStore { store in
            // More lines than go at once.
            let old = try await finished(1, lines: 2500, in: store)
            let middle = try await finished(2, lines: 100, in: store)
            let young = try await finished(3, lines: 100, in: store)
            let running = try await store.ask(4)
            _ = try await store.claim(running)
            try await store.append([Data("{}".utf8)], to: running)
            #expect(try await store.pruneLogs(web, endedBefore: time(150), keepingBytes: 20_000) == 1)
            #expect(try await store.events(of: old).isEmpty)
            #expect(try await store.events(of: middle).count == 100)
            #expect(try await store.pruneLogs(web, endedBefore: time(150), keepingBytes: 19_999) == 1)
            #expect(try await store.events(of: middle).isEmpty)
            #expect(try await store.events(of: young).count == 100)
            #expect(try await store.pruneLogs(web, endedBefore: time(1000), keepingBytes: 0) == 1)
            #expect(try await store.events(of: running).count == 1, "a run that goes on keeps its log")
            for (task, number) in [(old, 1), (middle, 2), (young, 3)] {
                let record = try await store.task(task)
                #expect(record?.outcome == "success" && record?.replyText == "Answer \(number)")
            }
        }
    }

    @Test func `bytes of sent mail go, and a reply to it still finds its conversation`() async throws {
        try await withStore { store in
            let task = try await finished(1, lines: 0, in: store)
            let id = try await store.accept(mail(2)).id
            try await store.refuse(id, reason: "No.", reply: reply("no", .refusal), at: time(1))
            for mail in try await store.dueOutgoing(web, at: time(1000)) {
                try await store.markSent(mail.id, at: time(mail.mail.kind == .refusal ? 10 : 20))
            }
            let pending = try await finished(3, lines: 0, in: store)
            let waiting = try await store.accept(mail(4)).id
            try await store.refuse(waiting, reason: "No.", reply: reply("later", .refusal), at: time(1))
            #expect(try await store.purgeSent(web, before: time(20)) == 1, "the refusal belongs to nothing")
            #expect(try await store.outgoing(web, state: .sent).map(\.mail.raw.isEmpty) == [false])
            #expect(try await store.purgeSent(web, before: time(21)) == 1)
            #expect(try await store.purgeSent(web, before: time(21)) == 0)
            #expect(try await store.outgoing(web, state: .sent).map(\.mail.raw) == [[]])
            let sent = try #require(MessageID("r1@airut.example"))
            let found = try await store.conversation(forAnyOf: [sent], of: web)
            #expect(try await store.task(task)?.conversation == found?.id && found != nil)
            #expect(try await store.outgoing(web, state: .pending).map(\.task) == [nil, pending])
            #expect(try await store.outgoing(web, state: .pending).allSatisfy { !$0.mail.raw.isEmpty })
        }
    }

    @Test func `a refusal that is still to go out is never purged, one that nobody takes is kept for the operator`()
        async throws
    {
        try await withStore { store in
            let id = try await store.accept(mail(1)).id
            try await store.refuse(id, reason: "No.", reply: reply("no", .refusal), at: time(1))
            let refusal = try await store.dueOutgoing(web, at: time(1))[0]
            let outage = DeliveryProgress(
                .undeliverable, openRecipients: [alice], error: "no connection", delay: .seconds(7200))
            try await store.record(outage, of: refusal.id, at: time(10))
            #expect(try await store.purgeSent(web, before: time(1_000_000)) == 0)
            #expect(try await store.forgetUndeliverable(web, triedBefore: time(1_000_000)) == 0)
            #expect(try await store.dueOutgoing(web, at: time(8000)).map(\.mail) == [refusal.mail])
            let final = DeliveryProgress(.undeliverable, openRecipients: [alice], error: "550 no such user")
            try await store.record(final, of: refusal.id, at: time(8000))
            #expect(try await store.purgeSent(web, before: time(1_000_000)) == 0)
            #expect(try await store.forgetUndeliverable(web, triedBefore: time(8000)) == 0)
            #expect(try await store.resend(refusal.id, at: time(9000)) == web)
            try await store.record(final, of: refusal.id, at: time(9000))
            #expect(try await store.forgetUndeliverable(web, triedBefore: time(9001)) == 1)
            #expect(try await store.outgoing(web, state: .undeliverable).isEmpty)
        }
    }

    @Test func `refused messages are forgotten, the others of that age not`() async throws {
        try await withStore { store in
            let refused = try await store.accept(mail(1)).id
            try await store.refuse(refused, reason: "No.", at: time(1))
            let answered = try await finished(2, lines: 0, in: store)
            let waiting = try await store.accept(mail(3)).id
            #expect(try await store.forgetSetAside(web, decidedBefore: time(1)) == 0)
            #expect(try await store.forgetSetAside(web, decidedBefore: time(1000)) == 1)
            #expect(try await store.message(refused) == nil)
            #expect(try await store.messages(of: answered).count == 1)
            #expect(try await store.message(waiting) != nil)
        }
    }

    @Test func `the journal of a large mail does not stay`() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder + "/airut.sqlite"
            let store = try Store(path: path)
            let id = try await store.accept(mail(1, content: String(repeating: "x", count: 30_000_000))).id
            let size = { try FileManager.default.attributesOfItem(atPath: path + $0)[.size] as? Int ?? 0 }
            #expect(try size("-wal") > 20_000_000)
            try await store.refuse(id, reason: "No.", at: time(1))
            #expect(try await store.purgeRaw(.refused, of: web, decidedBefore: time(2)) == 1)
            try await store.giveRoomBack()
            #expect(try size("-wal") == 0)
            #expect(try size("") < 500_000)
        }
    }

    @Test(.enabled(if: SmallDisk.isPossible, "only root can mount a small disk"))
    func `an outcome is recorded on a full disk, and new mail is not`() async throws {
        try await withTemporaryDirectory { folder in
            try await SmallDisk.with(bytes: 64 << 20, at: folder + "/disk") { disk in
                let store = try Store(path: disk.path + "/airut.sqlite", reserveBytes: 4 << 20)
                let task = try await store.ask(1)
                _ = try await store.claim(task)
                disk.fill()
                let refused = await #expect(throws: StoreError.self) {
                    try await store.accept(mail(2, content: String(repeating: "x", count: 1_000_000)))
                }
                #expect(refused?.kind == .full)
                try await store.finish(
                    task, TaskResult(outcome: "success", replyText: String(repeating: "x", count: 1_000_000)),
                    reply: reply())
                #expect(try await store.task(task)?.state == .finished)
                disk.empty()
                try await store.giveRoomBack()
                disk.fill()
                let other = try await finishedBeforeFull(store, disk)
                #expect(try await store.task(other)?.state == .queued, "the reserve is there again")
            }
        }
    }

    /// A run that goes back to the queue on a full disk.
    private func finishedBeforeFull(_ store: Store, _ disk: SmallDisk) async throws -> TaskID {
        disk.empty()
        let task = try await store.ask(3)
        _ = try await store.claim(task)
        disk.fill()
        try await store.requeue(task, detail: String(repeating: "x", count: 1_000_000))
        return task
    }
}
