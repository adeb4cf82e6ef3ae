public import AirutModel
public import AirutPolicy

/// Which of our addresses a mail was sent to, with the subaddress that chooses the model: `airut+opus@example.org`.
///
/// - SeeAlso: RFC 5233 §1 (subaddresses).
public struct DeliveredAddress: Sendable, Hashable {
    public let address: EmailAddress
    /// What follows our own local part and a `+`, in lower case; `nil` when nothing does.
    public let detail: String?

    /// `nil` when `address` is neither `own` nor a subaddress of it. `own` may itself contain a `+`.
    public init?(_ address: EmailAddress, matching own: EmailAddress) {
        guard address.domain == own.domain else { return nil }
        self.address = address
        if address.localPart == own.localPart {
            detail = nil
        } else if address.localPart.hasPrefix(own.localPart + "+") {
            let rest = address.localPart.dropFirst(own.localPart.count + 1)
            detail = rest.isEmpty ? nil : String(rest)
        } else {
            return nil
        }
    }

    /// The address of ours that the mail was really delivered to.
    ///
    /// Looked for in `Delivered-To`, `X-Original-To`, `Envelope-To` (topmost first: our own server wrote them), then in
    /// `To` and `Cc`. Some servers cut the subaddress off before they write `Delivered-To`: so the first of our
    /// addresses *with* a subaddress wins, and one without only when there is no other.
    ///
    /// - Returns: `nil` when none of these fields names an address of ours (a blind copy, say).
    public init?(of document: MessageDocument, own: EmailAddress) {
        let traces = ["Delivered-To", "X-Original-To", "Envelope-To"].flatMap { document.values(of: $0) }
        let candidates = traces.flatMap(Self.addresses) + (document.to + document.cc).map(\.address)
        let ours = candidates.lazy.compactMap(EmailAddress.init).compactMap { Self($0, matching: own) }
        guard let found = ours.first(where: { $0.detail != nil }) ?? ours.first else { return nil }
        self = found
    }

    /// Trace fields hold bare addresses, sometimes in angle brackets, sometimes several.
    private static func addresses(in value: String) -> [String] {
        value.split { $0 == "," || $0 == "<" || $0 == ">" || $0.isWhitespace }.map(String.init)
    }
}
