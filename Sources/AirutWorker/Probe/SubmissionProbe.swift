import AirutConfig
import AirutMail

/// Whether answers can be sent.
struct SubmissionProbe {
    let email: EmailSettings

    func run() async throws -> [ProbeFinding] {
        let expiry = try await SMTPClient(account: SMTPAccount(email)).logIn(as: email.account.from.address)
        let how = email.smtp.requiresLogin ? "logged in" : "connected"
        return [.ok("\(how) at \(email.smtp.server):\(email.smtp.port)")] + ProbeFinding.certificate(expiry)
    }
}
