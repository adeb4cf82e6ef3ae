public import AirutModel

extension TestMailServer {
    /// The settings of a repository that has this account here, as they stand in a server's file below the repository's name;
    /// the password comes from the environment.
    ///
    /// - Parameter senders: who may write to it.
    public func emailSettings(of account: EmailAddress, senders: [EmailAddress]) -> String {
        """
            email:
              account:
                username: \(account)
                password: !env MAIL_PASSWORD
                from: Airut <\(account)>
              imap:
                server: \(Self.host)
                port: \(imapPort)
                security: plaintext
              smtp:
                server: \(Self.host)
                port: \(smtpPort)
                security: plaintext
              auth:
                authorized_senders: [\(senders.map(\.description).joined(separator: ", "))]
                trusted_authserv_id: \(configuration.hostName)

        """
    }
}
