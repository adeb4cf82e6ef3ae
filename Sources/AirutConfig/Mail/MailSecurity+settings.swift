extension MailSecurity {
    static let documentation =
        "Protection of the connection: TLS from the first byte (tls), TLS after a greeting (starttls, required), "
        + "or none (plaintext), which is accepted only for a server on this machine."
    static let caDocumentation =
        "PEM file of the certificate authorities to trust instead of the system's, for a server with a private one."

    /// Passwords are not sent in the clear to other machines.
    static func check(_ security: MailSecurity, server: String, _ scope: inout SectionScope) {
        guard security == .plaintext, !server.isEmpty, !Host.isLoopback(server) else { return }
        scope.report(
            at: "security",
            sentence: "plaintext is accepted only for a server on this machine (localhost, 127.0.0.1, ::1); "
                + "use tls or starttls for \(server)")
    }
}
