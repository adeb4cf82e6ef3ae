public import AirutModel
public import AirutPolicy

/// Mail whose sender passed DMARC and may use the repository. Only ``Authenticator`` makes one.
public struct AuthenticatedMail: Sendable {
    public let document: MessageDocument
    public let sender: EmailAddress
    /// Why it was accepted: a whole sentence for the operator.
    public let acceptance: String

    fileprivate init(document: MessageDocument, sender: EmailAddress, acceptance: String) {
        self.document = document
        self.sender = sender
        self.acceptance = acceptance
    }
}

/// Decides whether a mail was really sent by somebody who may use the repository.
///
/// The proof is the DMARC verdict of our own mail server, in the topmost `Authentication-Results` field: a sender can
/// write any number of such fields, but only below it. Every doubt refuses. This holds as long as that server writes one
/// into every mail it delivers to the mailbox, or removes fields that bear its name from what it receives.
///
/// - SeeAlso: RFC 8601 §5 (forged fields), RFC 7489 §3.1 (alignment).
public struct Authenticator: Sendable {
    private let authservID: String
    private let authorizedSenders: [SenderPattern]
    private let ownAddress: EmailAddress

    /// - Parameters:
    ///   - authservID: the name our mail server gives itself; compared without regard to case.
    ///   - ownAddress: the address Airut sends from and is written to; mail from it is a loop.
    public init(authservID: String, authorizedSenders: [SenderPattern], ownAddress: EmailAddress) {
        self.authservID = authservID
        self.authorizedSenders = authorizedSenders
        self.ownAddress = ownAddress
    }

    public func verdict(on document: MessageDocument) -> AuthenticationVerdict {
        let findings = findings(on: document)
        if let refusal = findings.refusal { return .refused(refusal) }
        guard case .success(let sender) = findings.sender, let pattern = findings.pattern else {
            return .refused(Refusal(.unauthorized, "The sender is not among the authorized senders."))
        }
        let acceptance = "\(authservID) confirmed the sender \(sender) (DMARC pass), authorized by \(pattern)."
        return .accepted(AuthenticatedMail(document: document, sender: sender, acceptance: acceptance))
    }

    /// Everything that the verdict is made of, also what does not matter any more once something else refuses the mail.
    public func findings(on document: MessageDocument) -> SenderFindings {
        let automatic = AutomaticMail.reason(document, ownAddress: ownAddress)
            .map { Refusal(.automatic, "The mail is automatic: \($0).") }
        do throws(Refusal) {
            let sender = try soleSender(of: document)
            return SenderFindings(
                automatic: automatic, sender: .success(sender),
                authenticationFailure: proofFailure(of: sender, document),
                pattern: authorizedSenders.first { $0.matches(sender) })
        } catch {
            return SenderFindings(
                automatic: automatic, sender: .failure(error), authenticationFailure: error, pattern: nil)
        }
    }

    private func proofFailure(of sender: EmailAddress, _ document: MessageDocument) -> Refusal? {
        do throws(Refusal) {
            try requireProof(of: sender, in: document)
            return nil
        } catch {
            return error
        }
    }

    private func soleSender(of document: MessageDocument) throws(Refusal) -> EmailAddress {
        let fields = document.fields.count { Self.isFrom($0.name) }
        guard fields == 1 else {
            throw Refusal(.unclearSender, "The mail has \(fields) From fields instead of one.")
        }
        guard document.from.count == 1, let mailbox = document.from.first else {
            throw Refusal(.unclearSender, "The From field names \(document.from.count) senders instead of one.")
        }
        // Of a malformed field every program makes something else: the sender's own mail server could have seen
        // another person in it than we do.
        guard let field = document.fields.first(where: { Self.isFrom($0.name) }),
            let sender = SenderField.address(in: field.value), EmailAddress(mailbox.address) == sender
        else { throw Refusal(.unclearSender, "The From field is not one plain address, with or without a name.") }
        return sender
    }

    /// A name with white space before the colon is still that field to some readers (RFC 5322 §4.5).
    private static func isFrom(_ name: String) -> Bool {
        name.lowercased().filter { !$0.isWhitespace } == "from"
    }

    /// Other letters may become ASCII ones in lower case: the Kelvin sign a `k`.
    private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

    private func requireProof(of sender: EmailAddress, in document: MessageDocument) throws(Refusal) {
        let results = try ownResults(in: document)
        let verdicts = results.results.filter { $0.method == "dmarc" && $0.methodVersion == 1 }
        guard let verdict = verdicts.first else {
            throw Refusal(
                .failedVerdict, "\(authservID) says nothing about DMARC; it must check DMARC for this mailbox.")
        }
        guard verdicts.count == 1 else {
            throw Refusal(.unreadableVerdict, "\(authservID) gives \(verdicts.count) DMARC results instead of one.")
        }
        guard verdict.result == "pass" else {
            throw Refusal(
                .failedVerdict, "\(authservID) did not confirm the sender \(sender): DMARC \(verdict.result).")
        }
        let subjects = verdict.values("header", "from").map { $0.lowercased() }
        guard subjects.count == 1, verdict.values("header", "from").allSatisfy(Self.isASCII),
            subjects[0] == sender.domain || subjects[0] == sender.description
        else {
            let named = subjects.isEmpty ? "no domain" : subjects.map { Self.shown($0) }.joined(separator: ", ")
            throw Refusal(.otherDomain, "The DMARC result is about \(named), but the sender is \(sender).")
        }
    }

    private func ownResults(in document: MessageDocument) throws(Refusal) -> AuthenticationResults {
        guard let topmost = document.values(of: "Authentication-Results").first else {
            throw Refusal(.noVerdict, "The mail has no Authentication-Results field; the mail server must add one.")
        }
        let results: AuthenticationResults
        do {
            results = try AuthenticationResults(parsing: topmost)
        } catch {
            throw Refusal(.unreadableVerdict, "The topmost Authentication-Results field is unreadable: \(error).")
        }
        guard Self.isASCII(results.authservID), results.authservID.lowercased() == authservID.lowercased() else {
            let writer = Self.shown(results.authservID)
            throw Refusal(
                .foreignVerdict,
                "The topmost Authentication-Results field was written by \(writer), not by \(authservID).")
        }
        guard results.version == 1 else {
            throw Refusal(
                .unreadableVerdict, "Authentication-Results of version \(results.version) are not understood.")
        }
        return results
    }

    /// A stranger's text, fit for a line of a log.
    private static func shown(_ text: String) -> String {
        let plain = String(
            text.unicodeScalars.prefix(80).map { (0x20...0x7E).contains($0.value) ? Character($0) : "?" })
        return "“\(plain)”"
    }
}
