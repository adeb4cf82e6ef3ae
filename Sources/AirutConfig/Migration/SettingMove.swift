/// A setting that earlier formats have elsewhere, or under another name. Its value means the same.
struct SettingMove: Hashable, Sendable {
    let from: SettingPath
    let to: SettingPath

    static let ofServer = [SettingMove(from: "container_command", to: "container.command")]

    /// Seen from `repos.<id>`.
    static let ofRepository =
        [
            SettingMove(from: "git.repo_url", to: "repo_url"),
            SettingMove(from: "container.path", to: "container_path"),
            SettingMove(from: "email.username", to: "email.account.username"),
            SettingMove(from: "email.password", to: "email.account.password"),
            SettingMove(from: "email.from", to: "email.account.from"),
            SettingMove(from: "email.imap_server", to: "email.imap.server"),
            SettingMove(from: "email.imap_port", to: "email.imap.port"),
            SettingMove(from: "email.smtp_server", to: "email.smtp.server"),
            SettingMove(from: "email.smtp_port", to: "email.smtp.port"),
            SettingMove(from: "email.smtp_require_auth", to: "email.smtp.require_auth"),
        ]
        + ["poll_interval", "use_idle", "idle_reconnect_interval", "connect_retries"].map {
            SettingMove(from: SettingPath(["imap", $0]), to: SettingPath(["email", "imap", $0]))
        }
        + [[], ["email"]].flatMap { place in
            [
                ("authorized_senders", "authorized_senders"), ("trusted_authserv_id", "trusted_authserv_id"),
                ("microsoft_internal_auth_fallback", "microsoft_internal_fallback"),
            ].map { SettingMove(from: SettingPath(place + [$0]), to: SettingPath(["email", "auth", $1])) }
        }

    func below(_ place: SettingPath) -> SettingMove { SettingMove(from: place + from, to: place + to) }
}
