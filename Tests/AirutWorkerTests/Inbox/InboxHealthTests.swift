import AirutMail
import AirutMailTestSupport
import AirutModel
import AirutStore
import AirutTestMail
import AirutTestSupport
import Foundation
import Synchronization
import Testing

@testable import AirutWorker

/// A dead inbox never looks healthy, and a healthy one recovers by itself.
@Suite struct InboxHealthTests {
    @Test func `a state has a beginning, which a new reason does not change`() throws {
        let record = InboxHealthRecord(longestSilence: .seconds(60), at: Date(timeIntervalSince1970: 1))
        #expect(record.present == InboxHealth(state: .connecting, since: Date(timeIntervalSince1970: 1)))
        record.fail("nobody answers", at: Date(timeIntervalSince1970: 2))
        record.fail("no route", at: Date(timeIntervalSince1970: 3))
        let failing = InboxHealth(state: .failing, since: Date(timeIntervalSince1970: 2), reason: "no route")
        #expect(record.present == failing)
        let copy = try JSONDecoder().decode(InboxHealth.self, from: JSONEncoder().encode(failing))
        #expect(copy == failing)
        record.watch(LifeSign(), at: Date(timeIntervalSince1970: 4))
        #expect(record.present == InboxHealth(state: .watching, since: Date(timeIntervalSince1970: 4)))
    }

    @Test func `a watched server that is not heard of any more is dead, whoever forgot to say so`() {
        let record = InboxHealthRecord(longestSilence: .zero)
        record.watch(LifeSign())
        #expect(record.present.state == .failing)
        #expect(record.present.reason?.hasPrefix("nothing was heard from the mail server for") == true)
    }

    @Test(arguments: [true, false])
    func `a server that is silently gone is noticed while waiting, and mail is taken when it is back`(usesIdle: Bool)
        async throws
    {
        try await MailBackend.loopback.withServer(.init(security: .plaintext)) { server in
            try await withFaultRelay(to: server.imapPort(.plaintext)) { relay in
                try await withInboxStore { store in
                    var account = server.account(.plaintext).impatient.through(relay)
                    account.usesIdle = usesIdle
                    try await WatchedInbox(account, store: store).run { (inbox) async throws in
                        #expect(try await eventually { inbox.health.state == .watching })
                        relay.arm(StreamFault(.vanish, .toServer, after: relay.bytes(.toServer) + 20))
                        #expect(try await eventually { inbox.health.state == .failing })
                        try await server.deliver(letter("one"))
                        #expect(try await eventually { inbox.health.reason?.contains("closed") == true })
                        #expect(inbox.health.state == .failing)
                        relay.heal()
                        #expect(try await eventually { inbox.health.state == .watching })
                        #expect(try await inbox.subjects() == ["one"])
                    }
                }
            }
        }
    }

    @Test func `a login that is refused for long is tried again more and more rarely, and recovers alone`() async throws
    {
        let refusals = Counter()
        let options = MailBackendOptions(security: .plaintext) { line in
            guard line.verb == "AUTHENTICATE", refusals.value < 20 else { return nil }
            refusals.add()
            return .answer("$TAG NO [AUTHENTICATIONFAILED] not you")
        }
        try await MailBackend.loopback.withServer(options) { server in
            try await withInboxStore { store in
                try await server.deliver(letter("one"))
                try await WatchedInbox(server.account(.plaintext).hurried, store: store).run { (inbox) async throws in
                    #expect(try await eventually { inbox.health.state == .failing })
                    #expect(inbox.health.reason?.contains("the server says “not you”") == true)
                    #expect(try await eventually { inbox.health.state == .watching })
                    #expect(refusals.value == 20)
                    #expect(try await inbox.subjects() == ["one"])
                }
            }
        }
    }

    @Test(arguments: [TestMailFault.answer("$TAG NO [SERVERBUG] the disk cannot be read"), .disconnect])
    func `a server that gives no message fails, whatever else it goes along with, until it gives one`(
        fault: TestMailFault
    ) async throws {
        let isBroken = Locked(true)
        let (refusals, looks) = (Counter(), Counter())
        let options = MailBackendOptions(security: .plaintext) { line in
            if line.verb == "IDLE" { looks.add() }
            guard line.verb == "FETCH", line.text.contains("BODY"), isBroken.withLock(\.self) else { return nil }
            refusals.add()
            return fault
        }
        let reason = fault == .disconnect ? "the server closed the connection" : "the disk cannot be read"
        try await MailBackend.loopback.withServer(options) { server in
            try await withInboxStore { store in
                var times = InboxTimes.hurried
                times.longestRest = .seconds(2)
                let account = server.account(.plaintext).hurried
                try await WatchedInbox(account, store: store, times: times).run { (inbox) async throws in
                    #expect(try await eventually { inbox.health.state == .watching })
                    try await server.deliver(letter("one"))
                    #expect(try await eventually { inbox.health.state == .failing })
                    #expect(inbox.health.reason?.contains(reason) == true)
                    let (since, seen) = (inbox.health.since, looks.value)
                    try await server.deliver(letter("two"))
                    // Also while nothing is tried, because all of it rests.
                    #expect(try await eventually { refusals.value > 6 && looks.value > seen + 6 })
                    #expect(inbox.health.state == .failing && inbox.health.since == since)
                    isBroken.withLock { $0 = false }
                    #expect(try await eventually { try await inbox.hasTaken(2, from: server) })
                    #expect(try await eventually { inbox.health.state == .watching && inbox.health.reason == nil })
                }
            }
        }
    }

    @Test(arguments: InboxHealth.State.allCases)
    func `whatever is wrong with a mailbox is a problem, unless nobody need watch it`(state: InboxHealth.State)
        async throws
    {
        try await withInboxStore { store in
            let overview = try await store.overview(Store.web)
            let problems = { (reason: String?, isRemoved: Bool) in
                RepositoryStatus(
                    Store.web, overview, inbox: InboxHealth(state: state, since: Date(), reason: reason), failure: nil,
                    isRemoved: isRemoved, at: Date()
                ).problems
            }
            #expect(problems("it is locked", false).count == 1)
            #expect(problems("it is locked", false).first?.hasSuffix(": it is locked") == true)
            #expect(problems("it is locked", true).isEmpty)
            #expect(problems(nil, false).isEmpty == (state != .failing))
        }
    }

    @Test func `a server that lets us in and throws us out again is not asked again at once for ever`() async throws {
        let logins = Counter()
        let options = MailBackendOptions(security: .plaintext) { line in
            if line.verb == "AUTHENTICATE" { logins.add() }
            return line.verb == "IDLE" ? .disconnect : nil
        }
        try await MailBackend.loopback.withServer(options) { server in
            try await withInboxStore { store in
                var times = InboxTimes.hurried
                times.firstRetry = .milliseconds(500)
                times.longestRetry = .seconds(3600)
                try await WatchedInbox(server.account(.plaintext).hurried, store: store, times: times).run {
                    (inbox) async throws in
                    // The waits add up: five logins take at least 250 + 500 + 1000 + 2000 milliseconds.
                    let start = ContinuousClock.now
                    #expect(try await eventually { logins.value >= 5 })
                    #expect(start.duration(to: .now) > .seconds(3))
                }
            }
        }
    }

    @Test func `a server that offers IDLE and refuses it, or does not offer it, is asked in intervals`() async throws {
        for capability in [nil, "IMAP4rev1 UIDPLUS"] {
            let options = MailBackendOptions(security: .plaintext, capability: capability) { line in
                line.verb == "IDLE" ? .answer("$TAG NO not today") : nil
            }
            try await MailBackend.loopback.withServer(options) { server in
                try await withInboxStore { store in
                    var times = InboxTimes.hurried
                    times.safetyPoll = .seconds(300)
                    try await WatchedInbox(server.account(.plaintext).hurried, store: store, times: times).run {
                        (inbox) async throws in
                        #expect(try await eventually { inbox.health.state == .watching })
                        try await server.deliver(letter("one"))
                        #expect(try await eventually { try await inbox.subjects() == ["one"] })
                        #expect(inbox.health.state == .watching)
                    }
                }
            }
        }
    }

    @Test func `a renewed certificate is taken, an expired or foreign one refused until it is renewed`() async throws {
        try await withDovecot(.init()) { server in
            let certificates = Certificates(of: server.folder)
            try await withInboxStore { store in
                try await WatchedInbox(server.account().hurried, store: store).run { (inbox) async throws in
                    var expected: [String] = []
                    /// Has the server use a certificate, and mail come.
                    func renew(_ subject: String, names: String = "DNS:localhost", isExpired: Bool = false) async throws
                    {
                        try await certificates.issue("server", for: names, isExpired: isExpired)
                        try await server.reload()
                        try server.deliver(letter(subject), to: "bot")
                        expected.append(subject)
                    }
                    #expect(try await eventually { inbox.health.state == .watching })
                    try await renew("renewed")
                    #expect(try await eventually { try await inbox.subjects() == expected })
                    try await renew("expired", isExpired: true)
                    #expect(try await eventually { inbox.health.state == .failing })
                    #expect(try await eventually { inbox.health.reason?.contains("expired") == true })
                    try await renew("foreign", names: "DNS:elsewhere.example")
                    #expect(try await eventually { inbox.health.reason?.contains("localhost") == true })
                    #expect(inbox.health.state == .failing)
                    try await renew("good")
                    #expect(try await eventually { try await inbox.count() == 4 })
                    #expect(try await eventually { inbox.health.state == .watching })
                    #expect(try await Set(inbox.subjects()) == Set(expected))
                }
            }
        }
    }

    @Test func `a watcher that has ended does not say that it watches`() async throws {
        try await MailBackend.loopback.withServer(.init(security: .plaintext)) { server in
            try await withInboxStore { store in
                let inbox = WatchedInbox(server.account(.plaintext).hurried, store: store)
                try await inbox.run { (inbox) async throws in
                    #expect(try await eventually { inbox.health.state == .watching })
                }
                #expect(inbox.health.state == .failing)
            }
        }
    }
}
