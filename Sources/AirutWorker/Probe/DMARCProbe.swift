import AirutConfig
import AirutModel

/// Whether the domains of senders and of the mailbox say how their mail is to be proven.
///
/// - SeeAlso: RFC 7489 §6.1, §6.6.3 (where the record is).
struct DMARCProbe {
    let email: EmailSettings
    var records = TextRecords()

    func run() async throws -> [ProbeFinding] {
        let own = email.account.from.address.domain
        let senders = Set(email.auth.authorizedSenders.compactMap { $0.description.split(separator: "@").last })
        var findings = [try await finding(on: own, "answers may land in junk folders")]
        for domain in senders.map(String.init).sorted() where domain != own {
            findings.append(try await finding(on: domain, "mail from there is not confirmed, so it is refused"))
        }
        return findings
    }

    private func finding(on domain: String, _ consequence: String) async throws -> ProbeFinding {
        guard let policy = try await policy(of: domain) else {
            return .warning("\(domain) has no DMARC record: \(consequence)")
        }
        return .ok("\(domain) has the DMARC policy \(policy)")
    }

    /// The domain's own, or that of a domain above it.
    private func policy(of domain: String) async throws -> String? {
        var labels = domain.split(separator: ".")
        while labels.count >= 2 {
            let name = "_dmarc." + labels.joined(separator: ".")
            let found = try await records.lookUp(name).filter { $0.hasPrefix("v=DMARC1") }
            if found.count == 1 { return Self.tag("p", in: found[0]) ?? "none" }
            if found.count > 1 { return nil }
            labels.removeFirst()
        }
        return nil
    }

    private static func tag(_ name: String, in record: String) -> String? {
        for part in record.split(separator: ";") {
            let words = part.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
            if words.count == 2, words[0] == name { return words[1] }
        }
        return nil
    }
}
