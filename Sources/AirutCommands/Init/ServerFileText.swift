import AirutConfig

/// A server file and its `.env`, from answers.
struct ServerFileText {
    let answers: InitAnswers

    private enum Transport {
        case token, ssh, local
    }

    private var transport: Transport {
        let url = answers.repositoryURL
        if url.hasPrefix("https://") || url.hasPrefix("http://") { return .token }
        return url.hasPrefix("/") || url.hasPrefix("file://") ? .local : .ssh
    }

    private var isGitHub: Bool { OriginRemote(url: answers.repositoryURL)?.host == "github.com" }

    var configuration: String {
        let user = answers.username ?? answers.address
        let senders = answers.senders.map(YAMLText.scalar).joined(separator: ", ")
        return """
            # Configuration of an Airut server: which repositories it works on, and whose mail it acts on.
            # The secrets stand in the file .env beside this one. After each change: airut check

            repos:
              \(YAMLText.scalar(answers.id)):
                repo_url: \(YAMLText.scalar(answers.repositoryURL))
            \(git)    email:
                  account:
                    username: \(YAMLText.scalar(user))
                    password: !env MAIL_PASSWORD
                    from: \(YAMLText.scalar(answers.address))
                  imap:
                    server: \(YAMLText.scalar(answers.imap))
                  smtp:
                    server: \(YAMLText.scalar(answers.smtp))
                  auth:
                    # Only these may write to it, and only when the mail server named below proves that they did.
                    authorized_senders: [\(senders)]
                    trusted_authserv_id: \(YAMLText.scalar(answers.authservID))
            \(publish)    # The agent sees only a stand-in; the real value goes to this host and nowhere else.
                masked_secrets:
                  \(answers.credential.rawValue):
                    value: !env \(answers.credential.rawValue)
                    scopes: [api.anthropic.com]
                    headers: [\(answers.credential.header)]

            """
    }

    /// Every value is to be replaced; until then the file can be checked.
    var environment: String {
        let values = variables.map { "\n# \($0.meaning)\n\($0.name)=\(UnsetSecret.text)\n" }.joined()
        return "# The secrets of the configuration beside this file. Nobody but the server's user may read it.\n"
            + values
    }

    var variables: [(name: String, meaning: String)] {
        var variables = [(name: "MAIL_PASSWORD", meaning: "Password of the mailbox, for IMAP and SMTP.")]
        if transport == .token || isGitHub {
            variables.append((name: "GIT_TOKEN", meaning: "Token that may read and push to the repository\(requests)."))
        }
        variables.append((name: answers.credential.rawValue, meaning: "What the agent logs in to Anthropic with."))
        return variables
    }

    private var requests: String { isGitHub ? ", and open pull requests" : "" }

    private var git: String {
        switch transport {
        case .local: ""
        case .token: "    git:\n      token: !env GIT_TOKEN\n"
        case .ssh:
            "    git:\n      ssh_key: \(YAMLText.scalar(answers.sshKey ?? ""))\n"
                + "      known_hosts: \(YAMLText.scalar(answers.knownHosts ?? ""))\n"
        }
    }

    private var publish: String {
        guard isGitHub else {
            return "    # Commits are pushed to branches; nothing opens pull requests for them.\n    publish: branch\n"
        }
        return transport == .ssh ? "    publish:\n      token: !env GIT_TOKEN\n" : ""
    }
}
