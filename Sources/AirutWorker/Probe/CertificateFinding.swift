import AirutConfig
import AirutCurl

extension ProbeFinding {
    /// How long the server's certificate is good for; nothing for a connection without one.
    static func certificate(_ expiry: CertificateExpiry?) -> [Self] {
        guard let days = expiry?.days() else { return [] }
        let sentence = "its certificate expires in \(days) days"
        return [days < 14 ? .warning(sentence) : .ok(sentence)]
    }
}
