import AirutConfig

/// One thing that `airut init` has to know: asked on a terminal, an option otherwise.
struct InitQuestion {
    /// Of the option that answers it, without dashes.
    let option: String
    let text: String
    /// The settings that a wrong answer shows up in, below the repository; empty for its name itself.
    let settings: [String]
    /// What it is without an answer; `nil` when there must be one.
    var usual: @Sendable (InitAnswers) -> String? = { _ in nil }
    var isAsked: @Sendable (InitAnswers) -> Bool = { _ in true }
    let take: @Sendable (inout InitAnswers, String) -> Void

    static let all: [InitQuestion] = [
        Self(
            option: "repo-url", text: "Address of the git repository", settings: ["repo_url"],
            take: { $0.repositoryURL = $1 }),
        Self(
            option: "id", text: "A short name for it here", settings: [""],
            usual: { OriginRemote(url: $0.repositoryURL)?.shortName ?? "web" }, take: { $0.id = $1 }),
        Self(
            option: "ssh-key", text: "File with the private key for it", settings: ["git.ssh_key"],
            usual: { _ in "/etc/airut/deploy-key" }, isAsked: \.usesSSH, take: { $0.sshKey = $1 }),
        Self(
            option: "known-hosts", text: "File with the server's key, as ssh-keyscan writes it",
            settings: ["git.known_hosts"], usual: { _ in "/etc/airut/known_hosts" }, isAsked: \.usesSSH,
            take: { $0.knownHosts = $1 }),
        Self(
            option: "address", text: "Mail address of its own that people will write to",
            settings: ["email.account.from"], take: { $0.address = $1 }),
        Self(
            option: "username", text: "Login name at the mail servers", settings: ["email.account.username"],
            usual: \.address, take: { $0.username = $1 }),
        Self(
            option: "imap", text: "IMAP server (TLS, port 993)", settings: ["email.imap"],
            usual: { "imap.\($0.mailDomain)" }, take: { $0.imap = $1 }),
        Self(
            option: "smtp", text: "SMTP server for sending (STARTTLS, port 587)", settings: ["email.smtp"],
            usual: { "smtp.\($0.mailDomain)" }, take: { $0.smtp = $1 }),
        Self(
            option: "authserv-id",
            text:
                "Name that your mail server begins its Authentication-Results fields with (look at any mail's source)",
            settings: ["email.auth.trusted_authserv_id"],
            usual: { ["gmail.com", "googlemail.com"].contains($0.mailDomain) ? "mx.google.com" : nil },
            take: { $0.authservID = $1 }),
        Self(
            option: "sender", text: "Who may write to it: addresses, with commas between them",
            settings: ["email.auth.authorized_senders"],
            take: { $0.senders = $1.split { $0 == "," || $0 == " " }.map(String.init) }),
    ]
}

extension InitAnswers {
    /// By ssh, in either form of address.
    var usesSSH: Bool {
        repositoryURL.hasPrefix("ssh://") || !repositoryURL.contains("://") && !repositoryURL.hasPrefix("/")
    }

    var mailDomain: String { address.lastIndex(of: "@").map { String(address[$0...].dropFirst()) } ?? "example.org" }
}

extension OriginRemote {
    /// The repository's own name, as far as it can be a name here.
    fileprivate var shortName: String? {
        let last = name.split(separator: "/").last?.lowercased() ?? ""
        return last.first.map { $0.isLetter || $0.isNumber } == true && last.count <= 63 ? last : nil
    }
}
