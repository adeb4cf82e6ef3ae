import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy
import FoundationEssentials

/// Mails the mailbox a message with a verdict that only the provider may write, and looks at what becomes of it.
struct ForgedVerdictProbe {
    let email: EmailSettings
    let reader: ReaderChild
    /// How often the mailbox is looked at.
    var interval = Duration.seconds(1)
    var patience = Duration.seconds(90)

    private var own: EmailAddress { email.account.from.address }

    func run() async throws -> [ProbeFinding] {
        let token = RandomToken.make(length: 20)
        _ = try await SMTPClient(account: SMTPAccount(email)).submit(message(token), from: own, to: [own])
        let client = try await IMAPClient.connect(IMAPAccount(email))
        do {
            let fields = try await arrival(of: token, client)
            await client.close()
            return [fields.map { finding($0, token) } ?? lost]
        } catch {
            await client.close()
            throw error
        }
    }

    /// Marked as automatic: a server that finds it first starts nothing.
    private func message(_ token: String) -> [UInt8] {
        let verdict = "\(email.auth.trustedAuthservID); dmarc=pass header.from=\(own.domain) policy.probe=\(token)"
        let lines = [
            "Authentication-Results: \(verdict)", "From: <\(own)>", "To: <\(own)>",
            "Subject: airut check \(token)", "Message-ID: <airut-check.\(token)@\(own.domain)>",
            "Date: \(UTCTime(secondsSince1970: Int(Date().timeIntervalSince1970)).mailDate)",
            "Auto-Submitted: auto-generated", "MIME-Version: 1.0", "Content-Type: text/plain; charset=us-ascii", "",
            "airut check asks whether the mail server lets forged Authentication-Results through.", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    /// The header of the message once it is there, which is then deleted; `nil` when it does not come.
    private func arrival(of token: String, _ client: IMAPClient) async throws -> MessageDocument? {
        let end = ContinuousClock.now + patience
        try await client.open()
        while ContinuousClock.now < end {
            for message in try await NewestMessages.list(client, upTo: 20) {
                guard let header = try await client.fetchHeader(message) else { continue }
                let document = try await reader.read(header)
                guard document.messageID == "airut-check.\(token)@\(own.domain)" else { continue }
                try await client.delete([message])
                return document
            }
            try await Task.sleep(for: interval)
        }
        return nil
    }

    private func finding(_ document: MessageDocument, _ token: String) -> ProbeFinding {
        let fields = document.values(of: "Authentication-Results")
        let doubt = " (of mail that is sent through its own submission server)"
        guard let place = fields.firstIndex(where: { $0.contains(token) }) else {
            return .ok("the provider removes forged Authentication-Results\(doubt)")
        }
        let trusted = email.auth.trustedAuthservID.lowercased()
        let topmost = try? AuthenticationResults(parsing: fields[0])
        if place > 0, topmost?.authservID.lowercased() == trusted {
            return .ok("the provider writes its own Authentication-Results above forged ones\(doubt)")
        }
        return .error(
            "the provider neither removes forged Authentication-Results nor writes its own above them: anybody could "
                + "forge a sender, so DMARC cannot be relied on at this mailbox\(doubt)")
    }

    private var lost: ProbeFinding {
        .error(
            "the message did not arrive within \(patience.components.seconds) seconds; is it in a junk folder, or did a "
                + "running server take it?")
    }
}
