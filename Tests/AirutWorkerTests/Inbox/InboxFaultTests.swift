import AirutMail
import AirutMailTestSupport
import AirutStore
import AirutTestSupport
import Testing

@testable import AirutWorker

/// Every fault at many places of a whole session: connecting, logging in, listing, fetching, removing, waiting.
@Suite struct InboxFaultTests {
    private static let garbage = StreamFault.Effect.insert(Array("\u{0}\u{1B}) \" { ]\r\n+ )(\r\n".utf8))
    private static let goodBye = StreamFault.Effect.insertAndClose(Array("* BYE going down\r\n".utf8))
    private static let ends: [StreamFault.Effect] = [.stall, .vanish, .halfClose, .reset, .close]

    /// Sessions at the same time.
    private static let width = 12

    @Test(arguments: MailBackend.allCases, [ConnectionSecurity.plaintext, .tls])
    func `whatever breaks wherever, each message is stored once, and the watcher recovers by itself`(
        backend: MailBackend, security: ConnectionSecurity
    ) async throws {
        let points = backend == .dovecot ? 5 : 8
        let effects = Self.ends + [Self.garbage] + (security == .plaintext ? [Self.goodBye] : [])
        let sessions = effects.count * StreamFault.Direction.allCases.count * points
        try await backend.withServer(.init(security: security, users: sessions)) { server in
            try await withInboxStore { store in
                let lengths = try await measure(server, security, store)
                var faults: [StreamFault] = []
                for effect in effects {
                    for direction in StreamFault.Direction.allCases {
                        let step = lengths[direction, default: 0] / points
                        try #require(step > 10)
                        faults += (0..<points).map {
                            StreamFault(effect, direction, after: $0 * step + Int.random(in: 0..<step))
                        }
                    }
                }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (index, fault) in faults.enumerated() {
                        if index >= Self.width { try await group.next() }
                        let account = server.account(security, user: "user\(index + 1)").impatient
                        group.addTask { try await survive(fault, server, account, store) }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    /// How many bytes an undisturbed session takes in each direction.
    private func measure(
        _ server: any MailBackendServer, _ security: ConnectionSecurity, _ store: Store
    ) async throws -> [StreamFault.Direction: Int] {
        try await withFaultRelay(to: server.imapPort(security)) { relay in
            try await server.deliver(letter("one"), to: "bot")
            let account = server.account(security).hurried.through(relay)
            return try await WatchedInbox(account, store: store, repository: "measured").run { (inbox) async throws in
                #expect(try await eventually { try await inbox.hasTaken(1, from: server) })
                try await server.deliver(letter("two"), to: "bot")
                #expect(try await eventually { try await inbox.hasTaken(2, from: server) })
                return Dictionary(uniqueKeysWithValues: StreamFault.Direction.allCases.map { ($0, relay.bytes($0)) })
            }
        }
    }

    private func survive(
        _ fault: StreamFault, _ server: any MailBackendServer, _ account: IMAPAccount, _ store: Store
    ) async throws {
        let user = account.username
        try await withFaultRelay(to: account.port, fault: fault) { relay in
            try await server.deliver(letter("one"), to: user)
            let inbox = WatchedInbox(account.through(relay), store: store, repository: user)
            #expect(inbox.health.state == .connecting)
            try await inbox.run { (inbox) async throws in
                _ = try await eventually { try relay.isHit || server.inboxCount(of: user) == 0 }
                try await server.deliver(letter("two"), to: user)
                #expect(try await eventually { relay.isHit }, "\(fault) of \(user)")
                // Only bytes in between may leave the connection as it was.
                let isRecovering = try await eventually {
                    if inbox.health.state == .failing { return true }
                    guard fault.effect == Self.garbage else { return false }
                    return try await inbox.hasTaken(2, from: server, user: user)
                }
                #expect(isRecovering, "\(fault) of \(user)")
                relay.heal()
                try await server.deliver(letter("three"), to: user)
                let isWell = try await eventually {
                    guard inbox.health.state == .watching else { return false }
                    return try await inbox.hasTaken(3, from: server, user: user)
                }
                #expect(isWell, "\(fault) of \(user): \(inbox.health)")
                #expect(try await Set(inbox.subjects()) == ["one", "two", "three"], "\(fault) of \(user)")
            }
        }
    }
}
