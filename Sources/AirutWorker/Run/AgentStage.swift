import AirutAgent
import AirutConfig
import AirutMail
import AirutModel
import AirutSandbox
import AirutStore
import FoundationEssentials
import Logging

/// A run whose agent has come to its end, one way or another. Only ``AgentStage`` makes one.
struct AgentRun: Sendable {
    let prepared: PreparedRun
    let result: AgentResult
    let exit: ContainerExit
    /// Since the task was last taken from the queue; ``TaskRecord/spent`` has the rest.
    let spent: Spending
    /// Who ended it, if that is why it ended.
    var stopper: Stopper?

    fileprivate init(
        prepared: PreparedRun, result: AgentResult, exit: ContainerExit, spent: Spending, stopper: Stopper?
    ) {
        self.prepared = prepared
        self.result = result
        self.exit = exit
        self.spent = spent
        self.stopper = stopper
    }

    /// The same run, with what was spent on an attempt that led to nothing.
    func adding(_ earlier: Spending) -> AgentRun {
        AgentRun(prepared: prepared, result: result, exit: exit, spent: earlier + spent, stopper: stopper)
    }
}

/// Stage 7: runs Claude Code in its container; every event is stored as it comes.
struct AgentStage: Sendable {
    let repository: RepositorySettings
    let store: Store
    let sandbox: Sandbox
    let images: ImageBuilder
    let networks: NetworkSandbox
    let logger: Logger

    /// Where the agent's binary is mounted, read-only.
    private static let binaryPath = "/opt/airut/claude"

    func run(_ prepared: PreparedRun, stop: RunStop) async throws -> AgentRun {
        let task = prepared.run.task.id
        let brake = try stop.containerStop()
        let recorder = EventRecorder(store: store, run: prepared.run, messages: prepared.messages, logger: logger)
        let (exit, duration) = try await runContainer(prepared, brake, recorder)
        let result = recorder.result
        logger.info(
            "the agent ended",
            metadata: ["task": "\(task)", "cause": "\(exit.cause)", "outcome": "\(result.outcome.name)"])
        // Not the agent's failure: the run is left as a killed server leaves it, and told as that.
        if exit.cause == .killed, result.outcome != .success { throw CancellationError() }
        return AgentRun(
            prepared: prepared, result: result, exit: exit,
            spent: Spending(costUSD: result.costUSD, duration: duration, turns: result.turns),
            stopper: exit.cause == .stopped ? stop.stopper : nil)
    }

    private func runContainer(
        _ prepared: PreparedRun, _ brake: ChildStop, _ recorder: EventRecorder
    ) async throws -> (ContainerExit, Duration) {
        let specification = specification(for: prepared)
        let verdicts = verdictLog(of: prepared.run.task.id)
        do {
            return try await verdicts.during {
                try await recorder.during {
                    try await prepared.network.with(networks, hostname: specification.hostname) {
                        await verdicts.add(Data($0))
                    } _: { network in
                        try await run(prepared, specification, on: network, brake, recorder)
                    }
                }
            }
        } catch let error as SandboxError {
            throw await failure(error)
        }
    }

    private func run(
        _ prepared: PreparedRun, _ specification: ContainerSpecification, on network: ContainerNetwork,
        _ brake: ChildStop, _ recorder: EventRecorder
    ) async throws -> (ContainerExit, Duration) {
        let task = prepared.run.task.id
        // The network may be gone already.
        try Task.checkCancellation()
        logger.info("the agent starts", metadata: ["task": "\(task)", "model": "\(prepared.model)"])
        // From here on the agent may have acted.
        try await store.start(task, containerName: sandbox.containerName(of: task))
        var specification = specification
        specification.network = network
        let clock = ContinuousClock()
        let start = clock.now
        let exit = try await sandbox.run(
            specification, input: [UInt8](prepared.prompt.text.utf8), stop: brake
        ) { await recorder.record($0) }
        return (exit, clock.now - start)
    }

    private func verdictLog(of task: TaskID) -> LogWriter {
        LogWriter(of: task, mostLoggedBytes: Self.mostVerdictBytes, logger: logger) { [store] in
            try await store.append($0, to: task, in: .network)
        }
    }

    /// Some hundred thousand lines.
    private static let mostVerdictBytes = 64 << 20

    func failure(_ error: SandboxError) async -> StageFailure {
        switch error.kind {
        case .imageMissing:
            // Somebody cleaned up. The agent has not begun, so the run goes back and finds the image built anew.
            await images.forget()
            return StageFailure(remedy: .tryAgain, failure: .serverFault, detail: "\(error)")
        case .noNetwork: return StageFailure(remedy: .tryAgain, failure: .noNetwork, detail: "\(error)")
        case .networkLost:
            return StageFailure(remedy: .tryAgainUnlessBegun, failure: .networkLost, detail: "\(error)")
        case .host, .image, .diskFull, .other: return .answer(.serverFault, detail: "\(error)")
        }
    }

    private func specification(for prepared: PreparedRun) -> ContainerSpecification {
        let conversation = prepared.run.conversation
        let directory = prepared.directory
        let invocation = AgentInvocation(
            binaryPath: Self.binaryPath, model: prepared.model, effort: prepared.effort,
            sessionID: conversation.sessionID)
        let limits = prepared.limits
        return ContainerSpecification(
            image: prepared.image, task: prepared.run.task.id, command: invocation.command,
            environment: prepared.environment,
            mounts: [
                ContainerMount(directory.workspace, at: "/workspace", isWritable: true),
                ContainerMount(directory.inbox, at: "/inbox", isWritable: true),
                ContainerMount(prepared.outbox, at: "/outbox", isWritable: true),
                ContainerMount(directory.storage, at: "/storage", isWritable: true),
                ContainerMount(directory.claude, at: "/root/.claude", isWritable: true),
                ContainerMount(prepared.agentBinary, at: Self.binaryPath, isWritable: false),
            ],
            workingDirectory: "/workspace",
            limits: ContainerLimits(
                memoryBytes: limits.memoryBytes, cpus: limits.cpus, processes: limits.pids,
                diskBytes: limits.diskBytes, time: limits.timeout, stall: limits.stallTimeout),
            labels: ["airut.repository": repository.id.description, "airut.conversation": conversation.id.description])
    }
}
