import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy

/// Finds the repository that a mail is for.
struct RepositoryChoice {
    let repositories: [RepositorySettings]
    /// The id that the user gave.
    let wanted: String?

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    func repository(of header: MessageDocument) throws(Failure) -> RepositorySettings {
        if let wanted {
            if let found = repositories.first(where: { $0.id.description == wanted }) { return found }
            throw Failure(description: "there is no repository \(wanted); \(choices(repositories))")
        }
        let addressed = repositories.filter {
            DeliveredAddress(of: header, own: $0.email.account.from.address) != nil
        }
        if addressed.count > 1 {
            throw Failure(description: "the mail is for several repositories: choose one; \(choices(addressed))")
        }
        if let found = addressed.first ?? (repositories.count == 1 ? repositories.first : nil) { return found }
        throw Failure(description: "the mail names the address of no repository: choose one; \(choices(repositories))")
    }

    private func choices(_ repositories: [RepositorySettings]) -> String {
        repositories.isEmpty
            ? "the configuration has none" : repositories.map { "--repo \($0.id)" }.joined(separator: ", ")
    }
}
