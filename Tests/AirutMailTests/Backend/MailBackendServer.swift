import AirutMail
import AirutModel

/// A running mail server on loopback ports with the user `bot`.
protocol MailBackendServer: Sendable {
    /// Its certificate's authority and other files.
    var folder: String { get }
    /// Its words when a password is wrong.
    var refusal: String { get }

    func imapPort(_ security: ConnectionSecurity) -> Int
    func submissionPort(_ security: ConnectionSecurity) -> Int

    /// Puts a message into `bot`'s inbox as mail comes.
    func deliver(_ message: String) async throws
    /// Puts so many messages there at once.
    func deliver(count: Int) async throws
    /// Marks a message as deleted, as another program would do it.
    ///
    /// - Parameter number: in the inbox, from 1.
    func markDeleted(_ number: Int) async throws

    /// The flags of each message in the inbox.
    func inboxFlags() async throws -> [String]
    func hasFolder(_ name: String) async throws -> Bool
}

extension MailBackendServer {
    /// PEM file of the authority that signed its certificate.
    var authority: String { "\(folder)/ca.pem" }

    /// `bot`'s mailbox.
    func account(
        _ security: ConnectionSecurity = .tls, host: String = "localhost", password: String = botPassword
    ) -> IMAPAccount {
        IMAPAccount(
            host: host, port: imapPort(security), security: security, caFile: authority, username: "bot",
            password: Secret(password))
    }

    /// How `bot` submits mail.
    func submission(_ security: ConnectionSecurity) -> SMTPAccount {
        SMTPAccount(
            host: "localhost", port: submissionPort(security), security: security, caFile: authority,
            login: SMTPAccount.Login(username: "bot", password: Secret(botPassword)))
    }
}

/// Everything in it needs care somewhere.
let botPassword = "it's \"quoted\" \\ and ünï¢ode"
