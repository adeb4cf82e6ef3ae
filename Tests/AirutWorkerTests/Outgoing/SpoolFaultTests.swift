import AirutMail
import AirutMailTestSupport
import AirutModel
import AirutStore
import AirutTestMail
import AirutTestSupport
import FoundationEssentials
import Testing

@testable import AirutWorker

/// Every fault at many places of a whole submission: connecting, logging in, envelope, message, answer.
///
/// The seed of the places is printed; `SEED=…` repeats them.
@Suite struct SpoolFaultTests {
    private static let garbage = StreamFault.Effect.insert(Array("\u{0}\u{1B}) \" { ]\r\n+ )(\r\n".utf8))
    private static let effects: [StreamFault.Effect] = [.stall, .vanish, .halfClose, .reset, .close, garbage]
    private static let points = 6
    /// Submissions at the same time.
    private static let width = 12
    private static let seed: UInt64 = {
        let given = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 1...999_999_999)
        print("SpoolFaultTests: SEED=\(seed)")
        return seed
    }()

    @Test(arguments: MailBackend.allCases, [ConnectionSecurity.plaintext, .tls])
    func `whatever breaks wherever, each mail arrives as it was, in its conversation's order`(
        backend: MailBackend, security: ConnectionSecurity
    ) async throws {
        let count = Self.effects.count * StreamFault.Direction.allCases.count * Self.points
        try await withSubmission(backend, security, users: count + 1) { account, sink in
            try await withInboxStore { store in
                let site = SpooledMails.Site(account: account, sink: sink, store: store)
                // Who has the server's answer waits for nothing that comes after it.
                let farewellBytes = security == .plaintext ? 40 : 100
                let lengths = try await SpooledMails(count + 1, at: site).measure()
                var random = SeededGenerator(seed: Self.seed)
                let faults = try Self.effects.flatMap { effect in
                    try StreamFault.Direction.allCases.flatMap { direction in
                        let step = lengths[direction, default: 0] / Self.points
                        try #require(step > 10)
                        return (0..<Self.points).map {
                            StreamFault(effect, direction, after: $0 * step + Int.random(in: 0..<step, using: &random))
                        }
                    }
                }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (index, fault) in faults.enumerated() {
                        if index >= Self.width { try await group.next() }
                        let length = lengths[fault.direction, default: 0]
                        group.addTask {
                            try await survive(
                                fault, SpooledMails(index + 1, at: site),
                                isFarewell: fault.offset + farewellBytes >= length)
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    /// - Parameter isFarewell: the fault's place is so late that it may never be reached.
    private func survive(_ fault: StreamFault, _ mails: SpooledMails, isFarewell: Bool) async throws {
        let what: Comment = "\(fault) of \(mails.user), seed \(Self.seed)"
        // The only damage that nobody can see, or that the server finds in a command and refuses for good.
        let isUnseen = fault.effect == Self.garbage && fault.direction == .toServer && mails.isPlaintext
        let isRefused = try await withFaultRelay(to: mails.port, fault: fault) { relay in
            try await mails.run(through: relay) { (spool) async throws in
                let isBroken = try await eventually {
                    if try await mails.areSent { return true }
                    guard try await mails.waiting.contains(where: { $0.attempts > 0 }) else { return false }
                    // What came first was this machine, too slow for the limits.
                    if !relay.isHit { try await mails.retry(spool) }
                    return relay.isHit
                }
                #expect(isBroken && (relay.isHit || isFarewell), what)
                relay.heal()
                let isRefused = try await mails.waiting.contains { $0.state == .undeliverable }
                let isSent = try await eventually {
                    try await mails.retry(spool)
                    return try await mails.areSent
                }
                #expect(isSent, what)
                return isRefused
            }
        }
        #expect(isUnseen || !isRefused, what)
        let arrived = mails.arrived
        guard isUnseen else {
            #expect(!arrived.contains(nil), what)
            // Repetitions apart.
            #expect(arrived.enumerated().filter { arrived.firstIndex(of: $1) == $0 }.map(\.element) == [0, 1, 2], what)
            return
        }
        #expect(arrived.contains(nil) ? arrived.count >= 3 : Set(arrived) == [0, 1, 2], what)
    }

    /// Runs a submission service, and hands over how to log in and where its mail ends up.
    private func withSubmission(
        _ backend: MailBackend, _ security: ConnectionSecurity, users: Int,
        _ body: @Sendable (SMTPAccount, TestMailServer) async throws -> Void
    ) async throws {
        switch backend {
        case .loopback:
            try await withLoopbackServer(.init(security: security, users: users)) { server in
                try await body(server.submission(security), server.server)
            }
        case .dovecot:
            let relay = TestMailAccount(address: LoopbackServer.bot, username: "relay", password: Secret("secret"))
            let recipients = (1...users).map {
                TestMailAccount(address: SpooledMails.address(of: "user\($0)"), password: Secret("unused"))
            }
            try await withMailServer(TestMailConfiguration(accounts: [relay] + recipients)) { sink in
                let settings = "submission_relay_user = relay\nsubmission_relay_password = secret"
                let options = MailBackendOptions(
                    security: security, relayPort: sink.smtpPort, dovecotSettings: settings, users: users)
                try await withDovecot(options) { try await body($0.submission(security), sink) }
            }
        }
    }
}
