public import AirutMail
import AirutModel

/// A running mail server on loopback ports with the users `bot` and `user1`, `user2`, …; all have the same password.
public protocol MailBackendServer: Sendable {
    /// Its certificate's authority and other files.
    var folder: String { get }
    /// Its words when a password is wrong.
    var refusal: String { get }

    func imapPort(_ security: ConnectionSecurity) -> Int
    func submissionPort(_ security: ConnectionSecurity) -> Int

    /// Puts a message into somebody's inbox as mail comes.
    func deliver(_ message: String, to user: String) async throws
    /// Puts so many messages into `bot`'s inbox at once.
    func deliver(count: Int) async throws
    /// Marks a message as deleted, as another program would do it.
    ///
    /// - Parameter number: in the inbox, from 1.
    func markDeleted(_ number: Int) async throws

    /// How many messages are in an inbox. Cheap enough to ask often.
    func inboxCount(of user: String) throws -> Int
    /// The flags of each message in an inbox.
    func inboxFlags(of user: String) async throws -> [String]
    func hasFolder(_ name: String) async throws -> Bool
}

extension MailBackendServer {
    public func inboxFlags() async throws -> [String] { try await inboxFlags(of: "bot") }

    public func deliver(_ message: String) async throws { try await deliver(message, to: "bot") }

    /// PEM file of the authority that signed its certificate.
    public var authority: String { "\(folder)/ca.pem" }

    /// `bot`'s mailbox.
    public func account(
        _ security: ConnectionSecurity = .tls, host: String = "localhost", user: String = "bot",
        password: String = botPassword
    ) -> IMAPAccount {
        IMAPAccount(
            host: host, port: imapPort(security), security: security, caFile: authority, username: user,
            password: Secret(password))
    }

    /// How `bot` submits mail.
    public func submission(_ security: ConnectionSecurity) -> SMTPAccount {
        SMTPAccount(
            host: "localhost", port: submissionPort(security), security: security, caFile: authority,
            login: SMTPAccount.Login(username: "bot", password: Secret(botPassword)))
    }
}

/// Everything in it needs care somewhere.
public let botPassword = "it's \"quoted\" \\ and ünï¢ode"
