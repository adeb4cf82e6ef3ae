/// Credentials of the SASL mechanism PLAIN: `[authzid] NUL authcid NUL passwd`.
///
/// - SeeAlso: RFC 4616 §2.
struct PlainLogin {
    let username: String
    let password: String

    init?(base64: String) {
        guard let text = Base64.text(base64) else { return nil }
        let parts = text.split(separator: "\0", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        username = String(parts[1])
        password = String(parts[2])
    }
}
