import AirutModel

extension ServerConfiguration {
    mutating func complete(_ scope: inout SectionScope) {
        if !scope.isWritten("state_directory") {
            stateDirectory = DefaultPaths.stateDirectory(scope.decoding.environment)
        }
        for index in repositories.indices {
            repositories[index].limits = resourceLimits.replaced(by: repositories[index].resourceLimits)
        }
        checkMailboxes(&scope)
    }

    /// Two readers of one mailbox would take each other's mail.
    private func checkMailboxes(_ scope: inout SectionScope) {
        var owners: [String: RepositorySettings] = [:]
        for repository in repositories where !repository.email.imap.server.isEmpty {
            let imap = repository.email.imap
            let mailbox = "\(repository.email.account.username)\n\(imap.server.lowercased())\n\(imap.port)"
            guard let owner = owners.updateValue(repository, forKey: mailbox) else { continue }
            scope.report(
                at: "repos", repository.id.description, "email", "account", "username",
                sentence: "is the mailbox of \(owner.id) too: each repository needs its own")
        }
    }
}
