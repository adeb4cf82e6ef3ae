import AirutModel

/// What would run for one repository, as a block of labelled lines.
struct RepositoryReport {
    let settings: RepositorySettings

    var text: String {
        let rows = [
            ("mailbox", mailbox), ("answers", answers), ("senders", senders), ("models", models),
            ("publish", publish), ("container", container), ("limits", limits), ("network", network),
            ("secrets", secrets),
        ]
        let lines = rows.compactMap { label, value in value.map { "  \(padded(label)) \($0)" } }
        return (["\(settings.id)  \(settings.repoURL)"] + lines).joined(separator: "\n")
    }

    private var mailbox: String? {
        let imap = settings.email.imap
        let announced = imap.useIDLE ? "IDLE" : "every \(DurationText.text(imap.pollInterval))"
        let afterwards = imap.archiveFolder.map { "then moved to \($0)" } ?? "then deleted there"
        return "\(settings.email.account.username) at \(imap.server):\(imap.port) "
            + "(\(imap.security.rawValue), \(announced)), \(afterwards)"
    }

    private var answers: String? {
        let smtp = settings.email.smtp
        return "\(settings.email.account.from) through \(smtp.server):\(smtp.port) (\(smtp.security.rawValue))"
    }

    private var senders: String? {
        let auth = settings.email.auth
        return list(auth.authorizedSenders.map(\.description)) + "; proven by \(auth.trustedAuthservID)"
    }

    private var models: String? {
        list(settings.models) + (settings.model.map { "; \($0) unless the mail or the repository names one" } ?? "")
    }

    private var publish: String? {
        let publish = settings.publish
        let paths = publish.allowProtectedPaths ? "; PROTECTED PATHS MAY CHANGE" : ""
        switch publish.mode {
        case .none: return "nothing: commits stay in the workspace"
        case .branch: return "branches \(publish.branchPrefix)…" + paths
        case .pullRequest:
            let kind = publish.draft ? "draft pull requests" : "pull requests"
            return "branches \(publish.branchPrefix)… and \(kind) at \(publish.repository ?? "") "
                + "(\(publish.apiURL))" + paths
        }
    }

    private var container: String? { "\(settings.containerPath), with Claude Code \(settings.claudeVersion)" }

    private var limits: String? {
        let limits = settings.limits
        return "\(DurationText.text(limits.timeout)), \(DurationText.text(limits.stallTimeout)) of silence, "
            + "\(ByteSize.text(limits.memoryBytes)) memory, \(NumberText.short(limits.cpus)) cpus, "
            + "\(limits.pids) processes, \(ByteSize.text(limits.diskBytes)) disk"
    }

    private var network: String? { settings.network.sandboxEnabled ? nil : "NOT SANDBOXED" }

    /// Names only.
    private var secrets: String? {
        let plain = settings.secrets.keys.sorted().map { "\($0) (plain: the agent can read it)" }
        let masked = settings.maskedSecrets.sorted { $0.key < $1.key }.map { name, secret in
            "\(name) (masked, for \(list(secret.scopes)))"
        }
        return plain.isEmpty && masked.isEmpty ? nil : list(masked + plain)
    }

    private func list(_ texts: [String]) -> String { texts.joined(separator: ", ") }
    private func padded(_ label: String) -> String { label + String(repeating: " ", count: 10 - label.count) }
}
