import AirutMail
import AirutModel
import AirutPolicy
import AirutStore
import AirutWorker

/// What would become of a mail, for people and programs.
struct MailExplanation {
    struct Attachment: Encodable {
        let name: String
        let type: String
        let bytes: Int
    }

    /// What the server would do.
    enum Action: String, Encodable {
        /// The agent gets it.
        case run
        /// The conversation's run is ended.
        case stop
        /// The sender is told why not.
        case decline
        case ignore
        /// The reader makes nothing of it.
        case quarantine
    }

    var accepted: Bool { action == .run || action == .stop }
    let action: Action
    /// Whole sentences.
    let reason: String
    var repository: String?
    /// Whom `From` names, proven or not.
    var sender: String?
    var authenticated = false
    var authentication = "It could not be looked at."
    var authorized = false
    var authorization: String?
    var automatic = false
    /// An id, or `new`; `nil` when the mail belongs to none.
    var conversation: String?
    var model: String?
    var subject = ""
    /// What the sender wrote, as the agent gets it.
    var message = ""
    var attachments: [Attachment] = []
    var notes: [String] = []

    init(unreadable error: WorkerError) {
        action = .quarantine
        reason = "airut \(error); the message would be set aside for the operator."
    }

    init(_ preview: MailPreview, repository: RepositoryID) {
        let (document, findings) = (preview.document, preview.findings)
        (action, reason, conversation) = Self.outcome(preview)
        self.repository = repository.description
        sender = document.from.first?.address
        if case .success(let address) = findings.sender { sender = address.description }
        authenticated = findings.authenticationFailure == nil
        authentication =
            findings.authenticationFailure?.description
            ?? "Our mail server confirmed the sender \(sender ?? "") (DMARC pass)."
        authorized = findings.pattern != nil
        authorization = findings.pattern.map { "authorized_senders has \($0)." }
        automatic = findings.automatic != nil
        model = preview.model
        subject = document.subject
        message = document.text
        attachments = document.attachments.map { Attachment(name: $0.fileName, type: $0.mediaType, bytes: $0.bytes) }
        notes = preview.stored.map { [Self.note(on: $0)] } ?? []
        notes += preview.doubts + document.notes
    }

    private static func outcome(_ preview: MailPreview) -> (Action, String, String?) {
        switch preview.decision {
        case .run(let mail, .new): (.run, mail.acceptance, "new")
        case .run(let mail, .existing(let id)): (.run, mail.acceptance, id.description)
        case .stop(let mail, let id):
            (.stop, "It says nothing but stop: what the conversation does is ended. \(mail.acceptance)", id.description)
        case .declined(_, let reason): (.decline, "\(reason.sentence) The sender is told so.", nil)
        case .repeated(_, let twin):
            (.ignore, "The same mail arrived before, as message \(twin): its Message-ID and sender are the same.", nil)
        case .refused(let refusal): (.ignore, refusal.description, nil)
        }
    }

    private static func note(on stored: MessageRecord) -> String {
        let why = (stored.reason ?? stored.acceptance).map { ": \($0)" } ?? "."
        return "This very mail is message \(stored.id) of the store, \(stored.state.rawValue)\(why)"
    }
}
