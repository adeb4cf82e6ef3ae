import AirutAgent
import AirutConfig
import AirutCurl
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
    /// Path of the Claude Code executable on this machine.
    let agentBinary: String
    /// Variables for the container; values may be secret.
    let environment: [String: Secret]
    let network: AgentNetwork
    let prompt: AgentPrompt
    /// Those in the prompt.
    let messages: [MessageRecord.ID]
    /// What a person should know about how it was prepared, each a sentence.
    let notes: [String]

    fileprivate init(
        run: Run, directory: ConversationDirectory, model: String, effort: String?, limits: ResourceLimits,
        image: String, agentBinary: String, environment: [String: Secret], network: AgentNetwork,
        prompt: AgentPrompt, messages: [MessageRecord.ID], notes: [String]
    ) {
        self.run = run
        self.directory = directory
        self.model = model
        self.effort = effort
        self.limits = limits
        self.image = image
        self.agentBinary = agentBinary
        self.environment = environment
        self.network = network
        self.prompt = prompt
        self.messages = messages
        self.notes = notes
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
    let images: ImageBuilder
    let claude: ClaudeReleases
    let policy: NetworkPolicy
    let lastFiles: LastRepositoryFiles

    func prepare(_ run: Run, _ places: RunPlaces) async throws -> PreparedRun {
        let directory = directory(of: run)
        var notes: [String] = []
        let (commit, note) = try await places.slot.lending {
            defer { places.mirrorTurn?.place.giveBack() }
            return try await refreshMirror(for: run, places.mirrorTurn)
        }
        if let note { notes.append(note) }
        let files = try await repositoryFiles(at: commit)
        let configuration = try files.configuration()
        let allowlist = try allowlist(of: files)
        let environment = try environment(configuration)
        let run = run.updated(try await chooseModel(of: run, configuration))
        let conversation = try await openWorkspace(of: run, in: directory)
        try makeFolders(directory, task: run.task.id)
        let (prompt, messages) = try await prompt(for: run.updated(conversation), inbox: directory.inbox)
        let image = try await image(of: files, allowlist, for: run.task.id, notes: &notes)
        let binary = try await places.slot.lending { try await agentBinary(for: image) }
        return PreparedRun(
            run: run.updated(conversation), directory: directory,
            model: conversation.model ?? repository.models[0], effort: conversation.effort,
            limits: configuration.limits(under: repository.limits),
            image: image, agentBinary: binary, environment: environment.variables,
            network: try network(allowlist, environment), prompt: prompt, messages: messages, notes: notes)
    }

    /// The same run in a new session: the old one is lost or full, so the agent is told what it answered last and what
    /// it was asked since then.
    func withoutSession(_ prepared: PreparedRun) async throws -> PreparedRun {
        var conversation = prepared.run.conversation
        conversation.sessionID = nil
        let run = prepared.run.updated(conversation)
        var (prompt, messages) = try await prompt(for: run, inbox: prepared.directory.inbox)
        if prompt.lostSession == nil { prompt.lostSession = AgentPrompt.LostSession(lastReply: nil) }
        return PreparedRun(
            run: run, directory: prepared.directory, model: prepared.model, effort: prepared.effort,
            limits: prepared.limits, image: prepared.image, agentBinary: prepared.agentBinary,
            environment: prepared.environment, network: prepared.network, prompt: prompt, messages: messages,
            notes: prepared.notes)
    }

    func directory(of run: Run) -> ConversationDirectory {
        state.conversation(run.conversation.id, of: repository.id)
    }

    /// Whether a run need not wait long for the remote. One that failed must: its mirror may have to be made anew.
    func canDoWithoutFetch(_ task: TaskRecord) async throws -> Bool {
        guard task.preparationFailures == 0, hasMirror else { return false }
        return try await store.conversation(task.conversation)?.workspaceBase != nil
    }

    private var hasMirror: Bool {
        FileManager.default.fileExists(atPath: state.mirror(of: repository.id) + "/HEAD")
    }

    /// A remote that does not answer delays only those who cannot go on without it.
    ///
    /// - Returns: where the default branch stands; or, when the remote does not answer, a sentence for the reply.
    private func refreshMirror(for run: Run, _ turn: MirrorTurn?) async throws -> (commit: String?, note: String?) {
        let note = "The repository could not be fetched, so this run used what was fetched before."
        guard let turn else { return (nil, note) }
        let mirror = state.mirror(of: repository.id)
        do {
            try FileManager.default.createDirectory(
                atPath: state.folder(of: repository.id), withIntermediateDirectories: true)
            do {
                return (try await git.refresh(mirror: mirror, within: turn.fetchLimit).commit, nil)
            } catch {
                MirrorLeftovers.remove(beside: mirror)
                throw error
            }
        } catch let failure as GitFailure {
            if run.conversation.workspaceBase != nil, hasMirror { return (nil, note) }
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
            // Made by a server that was killed before it had recorded this: no agent has worked in it.
            if FileManager.default.fileExists(atPath: directory.workspace) {
                try FileManager.default.removeItem(atPath: directory.workspace)
            }
            let branch = repository.publish.branchPrefix + run.conversation.id.description
            let workspace = try await git.createWorkspace(
                directory.workspace, from: state.mirror(of: repository.id), branch: branch)
            return try await store.updateConversation(run.conversation.id) {
                $0.workspaceBase = workspace.commit
                $0.defaultBranch = workspace.defaultBranch
                $0.branch = branch
            }
        } catch let failure as GitFailure {
            throw StageFailure(
                remedy: failure.remedyWithMirror, failure: .serverFault, detail: failure.description)
        }
    }

    private func agentBinary(for image: String) async throws -> String {
        do {
            if case .file(let path) = repository.claudeVersion { return path }
            let platform = ClaudePlatform(try await images.library(of: image))
            return try await claude.executable(repository.claudeVersion, platform, for: repository.id)
        } catch let failure as ClaudeFailure {
            throw failure.stageFailure
        } catch let error as TransportError {
            throw StageFailure(remedy: .tryAgainLater, failure: .serverFault, detail: "\(error)")
        } catch let error as SandboxError {
            throw StageFailure(remedy: .tryAgain, failure: .serverFault, detail: "\(error)")
        }
    }

    private func makeFolders(_ directory: ConversationDirectory, task: TaskID) throws {
        for path in [directory.inbox, directory.storage, directory.claude, directory.outbox(of: task)] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
    }
}

extension GitFailure {
    /// Of a fetch.
    var remedyBeforeTheRun: StageFailure.Remedy {
        switch kind {
        case .unreachable, .timedOut: .tryAgainLater
        case .unauthorized, .notFound, .damagedWorkspace, .damagedMirror, .unusable, .other: .answer
        }
    }

    /// Of what needs no remote: a damaged mirror is made anew by the next refresh, a git process may have been killed.
    var remedyWithMirror: StageFailure.Remedy { kind == .unusable ? .answer : .tryAgain }
}
