import AirutModel
import AirutStore
import AirutTestMail
import FoundationEssentials
import Glibc

/// Writes the demonstration's course for a person to read.
struct DemoPrinter: Sendable {
    let folder: DemoFolder
    private let isColored = ProcessInfo.processInfo.environment["NO_COLOR"] == nil && isatty(1) == 1

    init(folder: DemoFolder) { self.folder = folder }

    // A valid id.
    var repository: RepositoryID { RepositoryID("fruits")! }

    func title(_ text: String) { out("\n" + styled("== \(text) ==", "1;36") + "\n") }
    func heading(_ text: String) { out(styled(text, "1") + "\n") }
    func line(_ text: String) { out("  \(text)\n") }

    func text(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { out("  \(line)\n") }
    }

    func sent(_ mail: DemoMail, as user: EmailAddress) {
        heading("The mail, submitted by \(user)")
        line("From: \(mail.from)")
        line("To: \(mail.to)")
        line("Subject: \(mail.subject)")
        line(mail.text)
        if let attachment = mail.attachment { line("📎 \(attachment.name)") }
    }

    func decided(_ record: MessageRecord) {
        switch record.state {
        case .queued, .answered: heading(styled("Accepted", "32") + ": \(record.acceptance ?? "")")
        default: heading(styled("Refused", "31") + ": \(record.reason ?? "")")
        }
    }

    func received(_ mail: MailText) {
        heading("The reply")
        for name in ["From", "To", "Subject", "In-Reply-To", "Auto-Submitted"] {
            if let value = mail.field(name) { line("\(name): \(value)") }
        }
        text(mail.text)
        for name in mail.fileNames { line("📎 \(name)") }
    }

    func end(with claude: DemoClaude?) {
        let target = claude == nil ? "demo" : "demo-claude"
        out("\nThat was the main job. `make \(target) KEEP=1` leaves it all running, to try with a mail program.\n")
        guard claude == nil, DemoClaudeOptions.key != nil else { return }
        out(
            "ANTHROPIC_API_KEY is set, but was not used: `make demo-claude` shows the same with the real Claude Code,\n"
        )
        out("which costs the key's owner some cents.\n")
    }

    func invitation(_ mail: TestMailServer, _ claude: DemoClaude?) {
        let agent =
            claude == nil
            ? "The agent is a script: it merges an\nattached .csv file, and in a follow-up does what “add NAME too” says."
            : "Claude Code does\nwhat you write, and each run costs the owner of the key."
        out(
            """

            Everything is still running. Point a mail program at it, without encryption:

              IMAP  \(TestMailServer.host):\(mail.imapPort)
              SMTP  \(TestMailServer.host):\(mail.smtpPort)
              user  \(DemoAddresses.alice), password \(DemoAddresses.password(of: DemoAddresses.alice).reveal())

            and write to \(DemoAddresses.airut) (or airut+opus@…, airut+haiku@…). \(agent)

              configuration  \(folder.configuration)
              log            \(folder.log)
              repository     \(folder.remote)

            Ctrl-C ends it and removes all of it.

            """)
    }

    private func styled(_ text: String, _ code: String) -> String {
        isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
    private func out(_ text: String) { StandardStream.output.write(text) }
}
