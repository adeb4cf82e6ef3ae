/// How connections are protected.
public enum TestMailSecurity: Sendable, Hashable {
    /// Not at all.
    case plaintext
    /// After `STARTTLS`; nobody can log in before it.
    case startTLS(TestMailIdentity)
    /// From the first byte.
    case implicitTLS(TestMailIdentity)

    var identity: TestMailIdentity? {
        switch self {
        case .plaintext: nil
        case .startTLS(let identity), .implicitTLS(let identity): identity
        }
    }
}
