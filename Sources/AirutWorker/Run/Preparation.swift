import AirutAgent
import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy
import AirutSandbox
import AirutStore
import FoundationEssentials

/// A run whose workspace, attachments, image and environment are ready. Only ``Preparation`` makes one.
struct PreparedRun: Sendable {
    let run: Run
    let directory: ConversationDirectory
    let model: String
    let effort: String?
    let limits: ResourceLimits
    /// Name of the image in Podman's storage.
    let image: String
    /// Variables for the container; values may be secret.
    let environment: [String: Secret]
    let prompt: AgentPrompt
    /// What a person should know about how it was prepared, each a sentence.
    let notes: [String]

    fileprivate init(
        run: Run, directory: ConversationDirectory, model: String, effort: String?, limits: ResourceLimits,
        image: String, environment: [String: Secret], prompt: AgentPrompt, notes: [String]
    ) {
        self.run = run
        self.directory = directory
        self.model = model
        self.effort = effort
        self.limits = limits
        self.image = image
        self.environment = environment
        self.prompt = prompt
        self.notes = notes
    }

    /// The same run in a new session: the old one is lost or full, so the agent is told what it answered last.
    func withoutSession(lastReply: String?) -> PreparedRun {
        var conversation = run.conversation
        conversation.sessionID = nil
        var prompt = prompt
        prompt.lostSession = AgentPrompt.LostSession(lastReply: lastReply)
        return PreparedRun(
            run: run.updated(conversation), directory: directory, model: model, effort: effort, limits: limits,
            image: image, environment: environment, prompt: prompt, notes: notes)
    }

    var outbox: String { directory.outbox(of: run.task.id) }
}

/// Stage 6: everything a run needs, made in an order that can be repeated after a crash at any point.
struct Preparation: Sendable {
    let repository: RepositorySettings
    let state: StateDirectory
    let store: Store
    let reader: ReaderChild
    let git: GitChild
    /// One fetch into the mirror at a time.
    let mirrorGate: SlotAllocator
    let images: ImageBuilder

    func prepare(_ run: Run) async throws -> PreparedRun {
        let directory = state.conversation(run.conversation.id, of: repository.id)
        var notes: [String] = []
        try await refreshMirror(isNeeded: run.conversation.workspaceBase == nil, notes: &notes)
        let files = try await repositoryFiles()
        let configuration = try files.configuration()
        let run = run.updated(try await chooseModel(of: run, configuration))
        let conversation = try await openWorkspace(of: run, in: directory)
        try makeFolders(directory, task: run.task.id)
        let (messages, lastAnswer) = try await unseen(by: run)
        let attachments = try await unpackAttachments(of: messages, into: directory.inbox)
        return PreparedRun(
            run: run.updated(conversation), directory: directory,
            model: conversation.model ?? repository.models[0], effort: conversation.effort,
            limits: configuration.limits(under: repository.limits),
            image: try await image(of: files, notes: &notes), environment: try environment(configuration),
            prompt: try prompt(for: run, messages, after: lastAnswer, attachments: attachments), notes: notes)
    }

    /// A remote that does not answer delays only those who cannot go on without it.
    private func refreshMirror(isNeeded: Bool, notes: inout [String]) async throws {
        let mirror = state.mirror(of: repository.id)
        do {
            try FileManager.default.createDirectory(
                atPath: state.folder(of: repository.id), withIntermediateDirectories: true)
            try await mirrorGate.withSlot(of: repository.id) { _ = try await git.refresh(mirror: mirror) }
        } catch let failure as GitFailure {
            if !isNeeded, FileManager.default.fileExists(atPath: mirror + "/HEAD") {
                notes.append("The repository could not be fetched, so this run used what was fetched before.")
                return
            }
            throw StageFailure(
                remedy: failure.remedyBeforeTheRun, failure: .repositoryUnavailable, detail: failure.description)
        }
    }

    /// Fixes the model of a conversation whose first mail named none: the server's, or else the repository's choice.
    private func chooseModel(
        of run: Run, _ configuration: RepositoryConfiguration
    ) async throws -> ConversationRecord {
        guard run.conversation.model == nil else { return run.conversation }
        // The configuration never leaves the list empty.
        let model = repository.model ?? configuration.defaultModel ?? repository.models[0]
        guard repository.models.contains(model) else {
            throw StageFailure.answer(
                .repositorySetup("its `default_model` is not one that this server offers."),
                detail: "default_model \(model) is not among the allowed models")
        }
        return try await store.updateConversation(run.conversation.id) {
            $0.model = model
            $0.effort = $0.effort ?? configuration.effort
        }
    }

    private func openWorkspace(of run: Run, in directory: ConversationDirectory) async throws -> ConversationRecord {
        if run.conversation.workspaceBase != nil, FileManager.default.fileExists(atPath: directory.workspace) {
            return run.conversation
        }
        do {
            try FileManager.default.createDirectory(atPath: directory.path, withIntermediateDirectories: true)
            let branch = repository.publish.branchPrefix + run.conversation.id.description
            let workspace = try await git.createWorkspace(
                directory.workspace, from: state.mirror(of: repository.id), branch: branch)
            return try await store.updateConversation(run.conversation.id) {
                $0.workspaceBase = workspace.commit
                $0.defaultBranch = workspace.defaultBranch
                $0.branch = branch
            }
        } catch let failure as GitFailure {
            throw StageFailure.answer(.serverFault, detail: failure.description)
        }
    }

    /// The image to run in; a build that fails stops the run only when there is no earlier image to fall back on.
    func image(of files: RepositoryFiles, notes: inout [String]) async throws -> String {
        let content = try files.buildContext()
        do {
            let image = try await images.image(for: content)
            if image.failure != nil {
                notes.append("The container's image could not be built anew, so this run used an earlier one.")
            }
            return image.tag
        } catch let error as SandboxError where error.kind == .image {
            let log = MarkdownText.codeBlock(error.log ?? error.reason)
            throw StageFailure.answer(
                .repositorySetup("its container image could not be built.\n\n\(log)"), detail: "\(error)")
        } catch let error as SandboxError {
            throw StageFailure.answer(.serverFault, detail: "\(error)")
        }
    }

    private func makeFolders(_ directory: ConversationDirectory, task: TaskID) throws {
        for path in [directory.inbox, directory.storage, directory.claude, directory.outbox(of: task)] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
    }
}

extension GitFailure {
    fileprivate var remedyBeforeTheRun: StageFailure.Remedy {
        switch kind {
        case .unreachable: .tryAgainLater
        case .timedOut: .tryAgain
        case .unauthorized, .notFound, .damagedWorkspace, .other: .answer
        }
    }
}
