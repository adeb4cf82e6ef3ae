public import AirutModel

extension ServerConfiguration {
    /// Every secret in the file, so that logs can be kept clean of them.
    public var allSecrets: [Secret] {
        repositories.flatMap { repository in
            [repository.email.account.password] + [repository.git.token, repository.publish.token].compactMap { $0 }
                + repository.secrets.values + repository.maskedSecrets.values.map(\.value)
        }
    }
}
