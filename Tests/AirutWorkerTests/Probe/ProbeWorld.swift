import AirutConfig
import AirutMail
import AirutMailTestSupport
import AirutModel
import AirutTestMail
import AirutTestSupport

@testable import AirutWorker

extension EmailSettings {
    /// `bot`'s mailbox at a backend.
    init(_ server: any MailBackendServer, authservID: String = "mx.example.org", password: String = botPassword) {
        self.init()
        account.username = "bot"
        account.password = Secret(password)
        account.from = Mailbox(address: LoopbackServer.bot)
        imap.server = "localhost"
        imap.configuredPort = server.imapPort(.tls)
        imap.configuredSecurity = .tls
        imap.caFile = server.authority
        smtp.server = "localhost"
        smtp.configuredPort = server.submissionPort(.tls)
        smtp.configuredSecurity = .tls
        smtp.caFile = server.authority
        auth.trustedAuthservID = authservID
        auth.authorizedSenders = [SenderPattern("*@people.example")!]
    }

    /// The first account of a server on this machine, without encryption.
    init(_ server: TestMailServer, authservID: String) {
        self.init()
        let own = server.configuration.accounts[0]
        account.username = own.username
        account.password = own.password
        account.from = Mailbox(address: own.address)
        imap.server = TestMailServer.host
        imap.configuredPort = server.imapPort
        imap.configuredSecurity = .plaintext
        smtp.server = TestMailServer.host
        smtp.configuredPort = server.smtpPort
        smtp.configuredSecurity = .plaintext
        auth.trustedAuthservID = authservID
    }
}

/// The real reader.
let probeReader = ReaderChild(tools: ToolFolder(path: BuiltProgram.folder))

extension [ProbeFinding] {
    func has(_ severity: ProbeFinding.Severity, _ part: String) -> Bool {
        contains { $0.severity == severity && $0.sentence.contains(part) }
    }
}
