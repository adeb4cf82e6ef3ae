public import AirutModel

/// Somebody with a mailbox on the server, who may also submit mail.
public struct TestMailAccount: Sendable, Hashable {
    /// Mail to it, or to a subaddress of it, lands in its `INBOX`.
    public var address: EmailAddress
    /// For IMAP and SMTP alike; the address, unless given.
    public var username: String
    public var password: Secret
    /// Folders beside `INBOX`.
    public var folders: [String]

    public init(address: EmailAddress, username: String? = nil, password: Secret, folders: [String] = []) {
        self.address = address
        self.username = username ?? address.description
        self.password = password
        self.folders = folders
    }
}
