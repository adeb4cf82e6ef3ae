/// What ``Authenticator`` decides about one mail.
public enum AuthenticationVerdict: Sendable {
    case accepted(AuthenticatedMail)
    case refused(Refusal)
}
