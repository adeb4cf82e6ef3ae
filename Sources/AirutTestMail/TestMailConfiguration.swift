/// What a ``TestMailServer`` is started with.
public struct TestMailConfiguration: Sendable {
    /// IMAP extensions that can be switched off, to try a client's other ways.
    public enum Extension: String, Sendable, CaseIterable {
        case idle = "IDLE"
        case uidPlus = "UIDPLUS"
        case move = "MOVE"
    }

    public var accounts: [TestMailAccount]
    public var security: TestMailSecurity
    public var extensions: Set<Extension>
    /// The name the server gives itself in greetings, `Received` and `Authentication-Results`.
    public var hostName: String
    /// Whether a delivered mail gets an `Authentication-Results` field. Its DMARC verdict is `pass` when the login that
    /// submitted the mail owns the address in `From`.
    public var writesVerdicts: Bool
    /// Longest mail taken over SMTP.
    public var maximumMessageBytes: Int
    /// 0 lets the system choose a free port.
    public var imapPort: Int
    public var smtpPort: Int
    /// Asked for every line a client sends; whatever it returns happens instead of the line's effect.
    public var fault: @Sendable (TestMailLine) -> TestMailFault?

    public init(
        accounts: [TestMailAccount], security: TestMailSecurity = .plaintext,
        extensions: Set<Extension> = Set(Extension.allCases), hostName: String = "mail.airut.test",
        writesVerdicts: Bool = true, maximumMessageBytes: Int = 50 << 20, imapPort: Int = 0, smtpPort: Int = 0,
        fault: @escaping @Sendable (TestMailLine) -> TestMailFault? = { _ in nil }
    ) {
        self.accounts = accounts
        self.security = security
        self.extensions = extensions
        self.hostName = hostName
        self.writesVerdicts = writesVerdicts
        self.maximumMessageBytes = maximumMessageBytes
        self.imapPort = imapPort
        self.smtpPort = smtpPort
        self.fault = fault
    }
}
