import AirutModel

/// Names one folder of one account. `INBOX` is the same in any case (RFC 3501 §5.1).
struct FolderID: Hashable, Sendable {
    let account: EmailAddress
    let name: String

    init(account: EmailAddress, name: String) {
        self.account = account
        self.name = name.uppercased() == "INBOX" ? "INBOX" : name
    }
}
