public import AirutConfig
import AirutMail
public import AirutPolicy
import AirutStore
import FoundationEssentials

/// Decides about a mail as the server would, with the same reader and the same rules, and changes nothing.
public struct MailPreviewer: Sendable {
    let tools: ToolFolder
    let state: StateDirectory

    public init(tools: ToolFolder, state: StateDirectory) {
        self.tools = tools
        self.state = state
    }

    /// Reads the header alone: enough to know whom a mail is for.
    ///
    /// - Throws: ``WorkerError`` when the reader does not survive it or makes nothing of it.
    public func header(of raw: [UInt8]) async throws -> MessageDocument {
        try await document(of: RawHeader.bytes(of: raw))
    }

    /// - Throws: ``WorkerError`` when the reader does not survive the mail or makes nothing of it; the server would set it
    ///   aside.
    public func preview(of raw: [UInt8], for repository: RepositorySettings) async throws -> MailPreview {
        let isTruncated = raw.count > repository.email.maximumMessageBytes
        let bytes = isTruncated ? RawHeader.bytes(of: raw) : raw
        let document = try await document(of: bytes)
        let past = try await Past(of: bytes, repository: repository, database: state.database)
        let rules = IntakeRules(repository)
        let decision = try await rules.decide(
            document, IntakeRules.Size(bytes: raw.count, isTruncated: isTruncated), past.lookups)
        let (model, doubt) = try await model(of: decision, repository, past.store)
        return MailPreview(
            document: document, findings: rules.authenticator.findings(on: document), decision: decision, model: model,
            stored: past.stored, doubts: [past.doubt, doubt].compactMap(\.self))
    }

    private func document(of bytes: [UInt8]) async throws -> MessageDocument {
        do {
            return try await ReaderChild(tools: tools).read(bytes)
        } catch let crash as ReaderCrash {
            throw WorkerError(action: "read the message", reason: crash.reason)
        }
    }

    private func model(
        of decision: IntakeDecision, _ repository: RepositorySettings, _ store: Store?
    ) async throws -> (model: String?, doubt: String?) {
        guard case .run(_, let target) = decision else { return (nil, nil) }
        let chosen: String?
        switch target {
        case .new(let new): chosen = new.model
        case .existing(let id): chosen = try await store?.conversation(id)?.model
        }
        if let model = chosen ?? repository.model { return (model, nil) }
        do {
            let model = try await repositoryFile(of: repository)?.defaultModel
            guard let model, !repository.models.contains(model) else { return (model ?? repository.models.first, nil) }
            return (
                model,
                "The server does not offer the repository's default_model: the run ends with an answer that says so."
            )
        } catch {
            return (repository.models.first, "The repository's own default_model is not known: \(error).")
        }
    }

    /// `.airut/airut.yaml` as it was fetched last.
    private func repositoryFile(of repository: RepositorySettings) async throws -> RepositoryConfiguration? {
        let mirror = state.mirror(of: repository.id)
        guard FileManager.default.fileExists(atPath: mirror) else {
            throw WorkerError(action: "read .airut/airut.yaml", reason: "the repository was not fetched yet")
        }
        let git = GitChild(tools: tools, url: repository.repoURL, settings: repository.git)
        let tree = try await git.tree(mirror: mirror, path: ".airut")
        let name = "airut.yaml"
        guard let file = tree.files.first(where: { $0.path == name }), let content = Data(base64Encoded: file.content)
        else { return nil }
        let loaded = RepositoryConfiguration.parse(bytes: [UInt8](content), file: ".airut/\(name)")
        guard let value = loaded.value else {
            throw WorkerError(action: "use .airut/\(name)", reason: "it has mistakes, and a run would end with them")
        }
        return value
    }
}
