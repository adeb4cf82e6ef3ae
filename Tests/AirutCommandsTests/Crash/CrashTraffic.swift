import AirutMail
import AirutModel
import AirutTestMail
import AirutTestSupport

@testable import AirutCommands

/// Writes mail of every kind and submits it, as people and strangers would.
struct CrashTraffic: Sendable {
    let world: World
    private(set) var sent: [CrashMail] = []
    private var generator: SeededGenerator

    /// How often each kind comes; a burst is several mails.
    private static let deck: [CrashMail.Kind] =
        [.forged, .tooLarge, .unknownModel, .empty] + Array(repeating: .new, count: 6)
        + Array(repeating: .followUp, count: 6) + Array(repeating: .burst, count: 3)
        + Array(repeating: .attachment, count: 4)
    private static let burst = 3

    init(_ world: World, seed: UInt64) {
        self.world = world
        generator = SeededGenerator(seed: seed)
    }

    /// Sends one mail, or a burst of them.
    mutating func send(_ inbox: CrashInbox) async throws {
        let site = world.sites.randomElement(using: &generator) ?? world.sites[0]
        let kind = Self.deck.randomElement(using: &generator) ?? .new
        let parent = inbox.mails(of: site).randomElement(using: &generator)?.messageID
        switch kind {
        case .burst where parent != nil:
            for _ in 0..<Self.burst { try await submit(mail(.burst, site, parent)) }
        case .burst,
            .followUp where parent == nil:
            try await submit(mail(.new, site, nil))
        case .followUp: try await submit(mail(kind, site, parent))
        case .attachment: try await submit(mail(kind, site, Bool.random(using: &generator) ? parent : nil))
        default: try await submit(mail(kind, site, nil))
        }
    }

    /// Sends a plain mail to each repository.
    mutating func sendToEach() async throws -> [CrashMail] {
        let first = sent.count
        for site in world.sites { try await submit(mail(.new, site, nil)) }
        return Array(sent[first...])
    }

    private mutating func mail(_ kind: CrashMail.Kind, _ site: Site, _ parent: MessageID?) -> CrashMail {
        let token = "t\(sent.count + 1)-\(String(UInt32.random(in: 0...UInt32.max, using: &generator), radix: 16))"
        var mail = CrashMail(token: token, kind: kind, site: site, inReplyTo: parent)
        mail.pauseMilliseconds = Int.random(in: 0...200, using: &generator)
        if Int.random(in: 0..<4, using: &generator) == 0 { mail.wanted = "\(token).txt" }
        if kind == .attachment {
            let bytes = (0..<Int.random(in: 1...50_000, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            mail.attachment = ("\(token).bin", bytes)
        }
        return mail
    }

    private mutating func submit(_ mail: CrashMail) async throws {
        let user = mail.kind == .forged ? DemoAddresses.mallory : DemoAddresses.alice
        let account = SMTPAccount(
            host: TestMailServer.host, port: world.mail.smtpPort, security: .plaintext,
            login: .init(username: user.description, password: DemoAddresses.password(of: user)))
        _ = try await SMTPClient(account: account).submit(mail.bytes, from: user, to: [mail.recipient])
        sent.append(mail)
    }
}
