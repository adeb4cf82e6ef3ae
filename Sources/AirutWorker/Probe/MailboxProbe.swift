import AirutConfig
import AirutMail
import AirutPolicy

/// Whether the mailbox can be watched, and who confirms the senders of what is in it.
struct MailboxProbe {
    let email: EmailSettings
    let reader: ReaderChild

    /// How many of the newest messages are looked at.
    private static let newest = 5

    func run() async throws -> [ProbeFinding] {
        let client = try await IMAPClient.connect(IMAPAccount(email))
        do {
            let findings = try await look(with: client)
            await client.close()
            return findings
        } catch {
            await client.close()
            throw error
        }
    }

    private func look(with client: IMAPClient) async throws -> [ProbeFinding] {
        let abilities = try await client.capabilities()
        let count = try await client.open()
        var findings: [ProbeFinding] = [
            .ok("logged in at \(email.imap.server):\(email.imap.port); INBOX has \(count) messages")
        ]
        findings += await ProbeFinding.certificate(client.certificateExpiry()) + missing(of: abilities)
        var messages = try await NewestMessages.list(client, upTo: Self.newest)
        if messages.isEmpty, let archive = email.imap.archiveFolder, try await client.open(archive) > 0 {
            messages = try await NewestMessages.list(client, upTo: Self.newest)
        }
        return findings + (try await stamps(of: messages, client))
    }

    private func missing(of abilities: Set<String>) -> [ProbeFinding] {
        var findings: [ProbeFinding] = []
        if !abilities.contains("IDLE"), email.imap.useIDLE {
            findings.append(.warning("the server has no IDLE: new mail is noticed at every poll_interval only"))
        }
        if !abilities.contains("UIDPLUS"), !abilities.contains("IMAP4REV2") {
            findings.append(
                .warning("the server has no UIDPLUS: mail is removed only while nobody else marks messages as deleted"))
        }
        if !abilities.contains("MOVE"), email.imap.archiveFolder != nil {
            findings.append(.warning("the server has no MOVE: archived mail is copied and then deleted"))
        }
        return findings.isEmpty ? [.ok("the server has IDLE, UIDPLUS and MOVE as far as they are needed")] : findings
    }

    /// Whose `Authentication-Results` stand topmost.
    private func stamps(of messages: [MailboxMessage], _ client: IMAPClient) async throws -> [ProbeFinding] {
        let wanted = email.auth.trustedAuthservID
        guard !messages.isEmpty else {
            return [.warning("there is no mail to see who confirms senders: send one from outside, and try again")]
        }
        var names: [String] = []
        for message in messages {
            guard let header = try await client.fetchHeader(message) else { continue }
            let topmost = try await reader.read(header).values(of: "Authentication-Results").first
            let readable = topmost.flatMap { try? AuthenticationResults(parsing: $0) }?.authservID
            let name = readable ?? (topmost == nil ? "nobody" : "somebody unreadable")
            if !names.contains(name) { names.append(name) }
        }
        let isRight = names.contains { $0.lowercased() == wanted.lowercased() }
        let list = names.joined(separator: ", ")
        return [
            isRight
                ? .ok("the newest messages are confirmed by \(list)")
                : .error("the newest messages are confirmed by \(list), and trusted_authserv_id is \(wanted)")
        ]
    }
}
