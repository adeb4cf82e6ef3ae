extension RepositorySettings {
    mutating func complete(_ scope: inout SectionScope) {
        if let model, !models.contains(model) { models.insert(model, at: 0) }
        if git.authorEmail == Placeholder.address { git.authorEmail = email.account.from.address }
        checkSecrets(&scope)
        guard let url = RepositoryURL(repoURL) else { return }
        checkCredentials(url, &scope)
        publish.token = publish.token ?? git.token
        leavePublishingToAgent(&scope)
        publish.repository = publish.repository ?? url.repositoryName
        if publish.mode == .pullRequest { checkPullRequests(url, &scope) }
    }

    /// A token without https, a key without ssh.
    private func checkCredentials(_ url: RepositoryURL, _ scope: inout SectionScope) {
        if url.scheme == "ssh", git.sshKey == nil {
            scope.report(at: "git", "ssh_key", sentence: "is required, because repo_url is reached by ssh")
        }
        if url.scheme == "ssh", git.knownHosts == nil {
            scope.report(
                at: "git", "known_hosts",
                sentence: "is required, because repo_url is reached by ssh: ssh-keyscan \(url.host ?? "") writes one")
        }
        if url.scheme != "ssh", git.sshKey != nil {
            scope.report(
                at: "git", "ssh_key", sentence: "has no effect, because repo_url is not reached by ssh",
                severity: .warning)
        }
    }

    /// In other systems the agent pushes: a file that is shared with them need not say how airut should.
    private mutating func leavePublishingToAgent(_ scope: inout SectionScope) {
        guard scope.decoding.isShared, !scope.isWritten("publish"), publish.token == nil else { return }
        publish.mode = .none
        scope.report(
            at: "publish",
            sentence:
                "is not written, and there is no git.token: airut pushes nothing and opens no pull request; the agent "
                + "can, with a token of its own. Set git.token, or write publish: none", severity: .warning)
    }

    private func checkPullRequests(_ url: RepositoryURL, _ scope: inout SectionScope) {
        if publish.repository == nil {
            scope.report(
                at: "publish", "repository",
                sentence: "is required for pull requests, because repo_url does not tell it: write owner/name, "
                    + "or set publish.mode to branch or none")
        }
        if publish.token == nil {
            scope.report(
                at: "publish", "token",
                sentence: "is required for pull requests (git.token would do, too): set one, "
                    + "or set publish.mode to branch or none")
        }
        let isGitHub = publish.apiURL == PublishSettings().apiURL
        if isGitHub, let host = url.host, host != "github.com", host != "ssh.github.com" {
            scope.report(
                at: "publish", "api_url",
                sentence: "is GitHub's own, but repo_url is at \(host): set the API of that server, "
                    + "or set publish.mode to branch or none")
        }
    }

    private func checkSecrets(_ scope: inout SectionScope) {
        for name in maskedSecrets.keys.sorted() where !network.sandboxEnabled {
            scope.report(
                at: "masked_secrets", name,
                sentence: "has no effect, because network.sandbox_enabled is false: nobody exchanges the stand-in that "
                    + "the container gets", severity: .warning)
        }
        for name in secrets.keys.sorted() where maskedSecrets[name] != nil {
            scope.report(
                at: "secrets", name, sentence: "is in masked_secrets too, which is the one that counts",
                severity: .warning)
        }
        guard scope.decoding.givesAdvice else { return }
        for name in secrets.keys.sorted() where maskedSecrets[name] == nil {
            guard let sentence = Advice.plainSecret(name) else { continue }
            scope.report(at: "secrets", name, sentence: sentence, severity: .warning)
        }
    }
}
