import AirutConfig
import AirutMail
import AirutMailTestSupport
import AirutModel
import AirutStore
import AirutTestMail
import AirutTestSupport
import Foundation
import Testing

@testable import AirutWorker

/// What a mailbox may contain and do, without anything being broken.
@Suite struct InboxWatcherTests {
    @Test(arguments: MailBackend.allCases)
    func `ten thousand messages take few commands, and one that comes meanwhile is taken too`(backend: MailBackend)
        async throws
    {
        let commands = Counter()
        let options = MailBackendOptions(security: .plaintext) { _ in
            commands.add()
            return nil
        }
        try await backend.withServer(options) { server in
            try await server.deliver(count: 10_000)
            try await withInboxStore { store in
                var account = server.account(.plaintext)
                account.idleRefresh = .seconds(60)
                try await WatchedInbox(account, store: store, times: InboxTimes()).run { (inbox) async throws in
                    #expect(try await eventually { try await inbox.count() > 200 })
                    try await server.deliver(letter("meanwhile"))
                    #expect(try await inbox.takesAll(from: server))
                    #expect(try await inbox.count() == 10_001)
                    #expect(try await Set(inbox.subjects()).count == 10_001)
                }
            }
        }
        #expect(commands.value < 500)
    }

    @Test(arguments: MailBackend.allCases)
    func `a message of 50 MB is stored whole, of a larger one only the header`(backend: MailBackend) async throws {
        let whole = letter("whole", bodyBytes: 50_000_000)
        try await backend.withServer(.init(security: .plaintext)) { server in
            try await server.deliver(whole)
            try await server.deliver(letter("larger", bodyBytes: 52_000_000))
            try await withInboxStore { store in
                let account = server.account(.plaintext)
                let inbox = WatchedInbox(account, store: store) { $0.email.maximumMessageBytes = 51_000_000 }
                try await inbox.run { (inbox) async throws in
                    #expect(try await eventually { try server.inboxCount(of: "bot") == 0 })
                    let stored = try await inbox.stored()
                    try #require(stored.count == 2)
                    let isWhole = stored[0].text == whole
                    #expect(isWhole, "\(stored[0].text.utf8.count) bytes")
                    #expect(stored[1].record.isTruncated && stored[1].record.byteCount > 51_000_000)
                    #expect(stored[1].text.hasSuffix("Subject: larger\r\n\r\n"))
                }
            }
        }
    }

    @Test func `a message that is larger than the server says is never loaded, and is answered for all the same`()
        async throws
    {
        let options = MailBackendOptions(security: .plaintext) { line in
            line.verb == "FETCH" && line.text.contains("RFC822.SIZE")
                ? .answer("* 1 FETCH (UID 1 FLAGS () RFC822.SIZE 10)\r\n$TAG OK done") : nil
        }
        try await MailBackend.loopback.withServer(options) { server in
            try await server.deliver(letter("liar", bodyBytes: 100_000))
            try await withInboxStore { store in
                let account = server.account(.plaintext).hurried
                let inbox = WatchedInbox(account, store: store) { $0.email.maximumMessageBytes = 10_000 }
                try await inbox.run { (inbox) async throws in
                    #expect(try await eventually { try server.inboxCount(of: "bot") == 0 })
                    #expect(try await inbox.stored().map(\.record.isTruncated) == [true])
                }
            }
        }
    }

    @Test func `what cannot be removed is stored once, holds up nobody, is tried later, and costs no busy loop`()
        async throws
    {
        let isLocked = Locked(true)
        let (attempts, looks) = (Counter(), Counter())
        let options = MailBackendOptions(security: .plaintext) { line in
            if line.verb == "IDLE" { looks.add() }
            guard line.verb == "EXPUNGE", line.text.contains("EXPUNGE 1"), isLocked.withLock(\.self) else { return nil }
            attempts.add()
            return .answer("$TAG NO [NOPERM] it is locked")
        }
        try await MailBackend.loopback.withServer(options) { server in
            for name in ["locked", "free"] { try await server.deliver(letter(name)) }
            try await withInboxStore { store in
                var times = InboxTimes.hurried
                times.longestRest = .seconds(2)
                times.safetyPoll = .milliseconds(50)
                let account = server.account(.plaintext).hurried
                let start = ContinuousClock.now
                try await WatchedInbox(account, store: store, times: times).run { (inbox) async throws in
                    #expect(try await eventually { try server.inboxCount(of: "bot") == 1 && looks.value > 12 })
                    #expect(inbox.health.state == .watching)
                    #expect(inbox.health.reason?.contains("1 message cannot be taken") == true)
                    #expect(inbox.health.reason?.contains("it is locked") == true)
                    // Once with the other, three times alone, four times after a short rest, then once in each long one.
                    #expect(attempts.value <= 8 + Int(start.duration(to: .now) / .seconds(2)))
                    try await server.deliver(letter("next"))
                    #expect(try await eventually { try await inbox.count() == 3 })
                    isLocked.withLock { $0 = false }
                    #expect(try await eventually { try server.inboxCount(of: "bot") == 0 })
                    #expect(try await eventually { inbox.health.reason == nil })
                    #expect(try await inbox.subjects() == ["locked", "free", "next"])
                }
            }
        }
    }

    @Test func `a mailbox that is never quiet is looked through all the same`() async throws {
        let isLocked = Locked(true)
        let options = MailBackendOptions(security: .plaintext) { line in
            guard line.verb == "EXPUNGE", line.text.contains("EXPUNGE 1"), isLocked.withLock(\.self) else { return nil }
            return .answer("$TAG NO [NOPERM] it is locked")
        }
        try await MailBackend.loopback.withServer(options) { server in
            try await server.deliver(letter("locked"))
            try await withInboxStore { store in
                var times = InboxTimes.hurried
                times.safetyPoll = .seconds(2)
                var account = server.account(.plaintext).hurried
                account.idleRefresh = .seconds(60)
                try await WatchedInbox(account, store: store, times: times).run { (inbox) async throws in
                    #expect(try await eventually { inbox.health.reason?.contains("it is locked") == true })
                    isLocked.withLock { $0 = false }
                    var count = 1
                    while try server.inboxCount(of: "bot") > 0, count < 2000 {
                        try await server.deliver(letter("news \(count)"))
                        count += 1
                        try #require(try await eventually { try await inbox.count() == count })
                    }
                    #expect(count < 2000)
                }
            }
        }
    }

    @Test func `a server that lets nothing be removed is not asked for every message again and again`() async throws {
        let (attempts, looks) = (Counter(), Counter())
        let options = MailBackendOptions(security: .plaintext) { line in
            if line.verb == "IDLE" { looks.add() }
            guard line.verb == "STORE" else { return nil }
            attempts.add()
            return .answer("$TAG NO [NOPERM] never")
        }
        try await MailBackend.loopback.withServer(options) { server in
            try await server.deliver(count: 300)
            try await withInboxStore { store in
                var times = InboxTimes.hurried
                times.safetyPoll = .milliseconds(50)
                let account = server.account(.plaintext).hurried
                try await WatchedInbox(account, store: store, times: times).run { (inbox) async throws in
                    #expect(try await eventually { looks.value > 5 })
                    #expect(try await inbox.count() == 300)
                    // Three batches of one and three single ones; three for each look.
                    #expect(attempts.value <= 12 + 3 * looks.value)
                    #expect(inbox.health.reason?.contains("never") == true)
                }
            }
        }
    }

    @Test func `a message that is listed and not given is told of, and the others are taken`() async throws {
        let options = MailBackendOptions(security: .plaintext) { line in
            guard line.verb == "FETCH", line.text.contains("FETCH 1 (UID BODY") else { return nil }
            return .answer("* 1 FETCH (UID 1 BODY[] NIL)\r\n$TAG OK done")
        }
        try await MailBackend.loopback.withServer(options) { server in
            try await server.deliver(letter("lost"))
            try await withInboxStore { store in
                try await WatchedInbox(server.account(.plaintext).hurried, store: store).run { (inbox) async throws in
                    #expect(try await eventually { inbox.health.reason?.contains("does not give it") == true })
                    try await server.deliver(letter("found"))
                    #expect(try await eventually { try await inbox.subjects() == ["found"] })
                    #expect(try await eventually { inbox.health.state == .watching })
                    #expect(inbox.health.reason?.contains("does not give it") == true)
                }
            }
        }
    }

    @Test(arguments: [1, 3])
    func `without UIDPLUS ours goes in the end, and somebody else's deleted mail never`(cuts: Int) async throws {
        let attempts = Counter()
        let options = MailBackendOptions(security: .plaintext, capability: "IMAP4rev1 IDLE") { line in
            guard line.verb == "EXPUNGE" else { return nil }
            attempts.add()
            return attempts.value <= cuts ? .disconnect : nil
        }
        try await withLoopbackServer(options) { server in
            try await withInboxStore { store in
                let inbox = WatchedInbox(server.account(.plaintext).hurried, store: store)
                try await inbox.run { (inbox) async throws in
                    // Cut off between the mark and the removal, over as many connections.
                    try await server.deliver(letter("one"))
                    #expect(try await eventually { server.inboxCount(of: "bot") == 0 })
                    #expect(attempts.value == cuts + 1)
                    server.server.append(Array(letter("theirs").utf8), to: LoopbackServer.bot, flags: ["\\Deleted"])
                    try await server.deliver(letter("two"))
                    #expect(try await eventually { server.inboxFlags(of: "bot") == ["\\Deleted", "\\Deleted"] })
                }
                let other = WatchedInbox(server.account(.plaintext).hurried, store: store)
                try await other.run { (inbox) async throws in
                    #expect(try await eventually { inbox.health.state == .watching })
                    #expect(server.inboxCount(of: "bot") == 2)
                    // Its owner changes their mind: now it is mail like any other.
                    let theirs = try #require(server.server.messages(of: LoopbackServer.bot).first)
                    server.server.setFlags([], of: theirs.uid, in: LoopbackServer.bot)
                    #expect(try await eventually { server.inboxCount(of: "bot") == 0 })
                    #expect(try await inbox.subjects() == ["one", "two", "theirs"])
                }
            }
        }
    }

    @Test func `a removal that is refused copies nothing twice into the archive`() async throws {
        let refusals = Counter()
        let options = MailBackendOptions(security: .plaintext, capability: "IMAP4rev1 IDLE UIDPLUS") { line in
            guard line.verb == "STORE", refusals.value < 3 else { return nil }
            refusals.add()
            return .answer("$TAG NO later")
        }
        try await withLoopbackServer(options) { server in
            for name in ["one", "two"] { try await server.deliver(letter(name)) }
            try await withInboxStore { store in
                let inbox = WatchedInbox(server.account(.plaintext).hurried, store: store) {
                    $0.email.imap.archiveFolder = "Archive"
                }
                try await inbox.run { (_) async throws in
                    #expect(try await eventually { server.inboxCount(of: "bot") == 0 })
                    #expect(server.server.messages(of: LoopbackServer.bot, folder: "Archive").count == 2)
                }
            }
        }
    }

    @Test(arguments: ["IDLE", "FETCH", "STORE", "EXPUNGE"])
    func `a mailbox that is numbered anew at any time loses and doubles nothing`(verb: String) async throws {
        let server = Locked<TestMailServer?>(nil)
        let options = MailBackendOptions(security: .plaintext) { line in
            // Once, just before the command takes effect.
            guard line.verb == verb, line.verb != "FETCH" || line.text.contains("BODY") else { return nil }
            let renumbered = server.withLock { $0.take() }
            renumbered?.renumber(LoopbackServer.bot)
            return nil
        }
        try await withLoopbackServer(options) { loopback in
            for name in ["one", "two"] { try await loopback.deliver(letter(name)) }
            server.withLock { $0 = loopback.server }
            try await withInboxStore { store in
                try await WatchedInbox(loopback.account(.plaintext).hurried, store: store).run { (inbox) async throws in
                    #expect(try await eventually { server.withLock { $0 == nil } })
                    try await loopback.deliver(letter("three"))
                    let isDone = try await eventually { try await inbox.count() == 3 }
                    #expect(isDone)
                    #expect(try await eventually { loopback.inboxCount(of: "bot") == 0 })
                    #expect(try await inbox.subjects() == ["one", "two", "three"])
                }
            }
        }
    }

    /// - Parameter isSameDate: whether the date is the old mail's, too.
    @Test(arguments: [true, false])
    func `new mail with the number and size of old mail, in a mailbox restored from a backup, is not lost`(
        isSameDate: Bool
    ) async throws {
        try await withLoopbackServer(.init(security: .plaintext)) { loopback in
            let (server, bot) = (loopback.server, LoopbackServer.bot)
            let account = loopback.account(.plaintext).hurried
            try await withInboxStore { store in
                let dates = [Date(timeIntervalSinceNow: -86_400), Date()]
                for name in ["one", "two"] {
                    server.append(Array(letter(name).utf8), to: bot, receivedAt: dates[0])
                }
                try await WatchedInbox(account, store: store).run { (inbox) async throws in
                    #expect(try await eventually { try await inbox.hasTaken(2, from: loopback) })
                }
                server.restoreEmpty(bot)
                // One that its owner deleted meanwhile: it is none of ours.
                let date = dates[isSameDate ? 0 : 1]
                #expect(server.append(Array(letter("six").utf8), to: bot, receivedAt: date) == 1)
                #expect(
                    server.append(Array(letter("ten").utf8), to: bot, flags: ["\\Deleted"], receivedAt: date) == 2)
                try await WatchedInbox(account, store: store).run { (inbox) async throws in
                    #expect(try await eventually { try await inbox.count() == 3 })
                    #expect(try await inbox.subjects() == ["one", "two", "six"])
                    #expect(try await eventually { inbox.health.state == .watching })
                    #expect(server.messages(of: bot).map(\.uid) == [2])
                }
            }
        }
    }

    @Test func `mail that the server says nothing of while it is being waited for is taken all the same`() async throws
    {
        let idle = Locked("")
        let options = MailBackendOptions(security: .plaintext) { line in
            switch line.verb {
            case "IDLE":
                idle.withLock { $0 = String(line.text.prefix { $0 != " " }) }
                return .answer("+ idling")
            case "DONE": return .answer(idle.withLock(\.self) + " OK nothing to tell")
            default: return nil
            }
        }
        try await MailBackend.loopback.withServer(options) { server in
            try await withInboxStore { store in
                var account = server.account(.plaintext).hurried
                account.idleRefresh = .seconds(60)
                try await WatchedInbox(account, store: store).run { (inbox) async throws in
                    #expect(try await eventually { idle.withLock { !$0.isEmpty } })
                    try await server.deliver(letter("one"))
                    #expect(try await eventually { try await inbox.hasTaken(1, from: server) })
                    #expect(inbox.health.state == .watching)
                }
            }
        }
    }

    @Test func `a real mailbox that is rebuilt under an open connection loses and doubles nothing`() async throws {
        try await withDovecot(.init(security: .plaintext)) { server in
            try await withInboxStore { store in
                try await WatchedInbox(server.account(.plaintext).hurried, store: store).run { (inbox) async throws in
                    try server.deliver(letter("one"), to: "bot")
                    #expect(try await eventually { try await inbox.hasTaken(1, from: server) })
                    try await run(["sh", "-c", "rm -f dovecot* "], in: "\(server.folder)/mail/bot")
                    try server.deliver(letter("two"), to: "bot")
                    #expect(try await eventually { try await inbox.hasTaken(2, from: server) })
                    #expect(try await eventually { inbox.health.state == .watching })
                }
            }
        }
    }
}

/// Counts what happens on other threads.
final class Counter: Sendable {
    private let count = Locked(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
}
