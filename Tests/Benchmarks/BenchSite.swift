import AirutModel
import AirutTestMail

/// One repository of a benchmark's server.
struct BenchSite: Sendable {
    let number: Int
    var name: String { "bench-\(number)" }
    // Letters, digits and a hyphen: always a valid address.
    var address: EmailAddress { EmailAddress("airut-\(number)@airut.test")! }
    var account: TestMailAccount { TestMailAccount(address: address, password: Self.password) }

    static let alice = EmailAddress("alice@airut.test")!
    static let password = Secret("bench-password")
    static let forgeToken = "bench-token"

    /// Its entry below `repos`.
    func configuration(remote: String, agent: String, mail: TestMailServer, publish: String) -> String {
        """
          \(name):
            repo_url: \(remote)
            claude_version: \(agent)
        \(mail.emailSettings(of: address, senders: [Self.alice]))\
            publish:
        \(publish)

        """
    }

    /// A mail of Alice's, as her mail server delivers it.
    func mail(_ identifier: String, text: String, inReplyTo parent: String? = nil, host: String) -> [UInt8] {
        var lines = [
            "Delivered-To: \(address)", "Authentication-Results: \(host); dmarc=pass header.from=\(Self.alice.domain)",
            "From: \(Self.alice)", "To: \(address)", "Subject: Measure \(identifier)",
            "Message-ID: <\(identifier)@airut.test>", "Content-Type: text/plain; charset=utf-8",
        ]
        if let parent { lines += ["In-Reply-To: <\(parent)>", "References: <\(parent)>"] }
        return Array((lines + ["", "Please measure.", text, ""]).joined(separator: "\r\n").utf8)
    }
}
