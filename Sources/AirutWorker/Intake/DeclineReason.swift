import AirutConfig
import AirutMail

/// Why nothing comes of a mail whose sender is proven and allowed.
public enum DeclineReason: Sendable, Hashable {
    case tooLarge(bytes: Int, limitBytes: Int)
    /// The address names a model that the repository does not offer.
    case unknownModel(String)
    case empty

    /// For the record.
    public var sentence: String {
        switch self {
        case .tooLarge(_, let limit): "The mail is larger than \(limit) bytes."
        case .unknownModel(let name): "The model “\(name)” is not offered."
        case .empty: "The mail asks for nothing."
        }
    }

    /// For the sender.
    func letter(for repository: RepositorySettings) -> Letter {
        switch self {
        case .tooLarge(let bytes, let limit): .tooLarge(bytes: bytes, limitBytes: limit)
        case .unknownModel(let name):
            .unknownModel(name, allowed: repository.models, address: repository.email.account.from.address)
        case .empty: .empty()
        }
    }
}
