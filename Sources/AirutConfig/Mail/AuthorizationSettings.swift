public import AirutModel

/// `repos.<id>.email.auth`.
public struct AuthorizationSettings: Section {
    public var authorizedSenders: [SenderPattern] = []
    public var trustedAuthservID = ""

    public init() {}

    static let documentation = "Whose mail is acted on: the sender must be proven, and be on the list."
    static let reload = ReloadScope.task
    static let fields: [Field<Self>] = [
        .required(
            "authorized_senders", \.authorizedSenders, .list(of: .sender, minimum: 1),
            "Addresses that may use this repository; *@example.org stands for everybody at that domain.",
            example: "[alice@example.org, \"*@team.example.org\"]"),
        .required(
            "trusted_authserv_id", \.trustedAuthservID, .authservID,
            "The name your own mail server writes first into the Authentication-Results field of incoming mail; "
                + "only the topmost field, with this name and dmarc=pass, proves a sender.",
            example: "mx.example.org"),
        .unsupported(
            "microsoft_internal_fallback",
            "this version has no fallback for mail without Authentication-Results: let the server write that field"),
    ]

    func complete(_ scope: inout SectionScope) {
        guard scope.decoding.givesAdvice else { return }
        for sender in authorizedSenders {
            guard let sentence = Advice.publicMail(sender.description) else { continue }
            scope.report(at: "authorized_senders", sentence: sentence, severity: .warning)
        }
    }
}
