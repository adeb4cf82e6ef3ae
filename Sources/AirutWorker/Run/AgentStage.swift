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
    let outbox: OutboxFiles
    /// From the container's start to its end.
    let duration: Duration

    fileprivate init(
        prepared: PreparedRun, result: AgentResult, exit: ContainerExit, outbox: OutboxFiles, duration: Duration
    ) {
        self.prepared = prepared
        self.result = result
        self.exit = exit
        self.outbox = outbox
        self.duration = duration
    }
}

/// Stage 7: runs Claude Code in its container; every event is stored as it comes.
struct AgentStage: Sendable {
    let repository: RepositorySettings
    let store: Store
    let sandbox: Sandbox
    let images: ImageBuilder
    let logger: Logger

    /// Where the agent's binary is mounted, read-only.
    private static let binaryPath = "/opt/airut/claude"

    func run(_ prepared: PreparedRun) async throws -> AgentRun {
        let specification = specification(for: prepared)
        let task = prepared.run.task.id
        logger.info("the agent starts", metadata: ["task": "\(task)", "model": "\(prepared.model)"])
        try await store.start(task, containerName: specification.name)
        let recorder = EventRecorder(store: store, run: prepared.run, logger: logger)
        let clock = ContinuousClock()
        let start = clock.now
        let exit = try await withRecorder(recorder) {
            do {
                return try await sandbox.run(specification, input: [UInt8](prepared.prompt.text.utf8)) {
                    await recorder.record($0)
                }
            } catch let error as SandboxError where error.kind == .imageMissing {
                // Somebody cleaned up. The agent has not begun, so the run goes back and finds the image built anew.
                await images.forget()
                throw StageFailure(remedy: .tryAgain, failure: .serverFault, detail: "\(error)")
            } catch let error as SandboxError {
                throw StageFailure.answer(.serverFault, detail: "\(error)")
            }
        }
        let result = recorder.result
        logger.info(
            "the agent ended",
            metadata: ["task": "\(task)", "cause": "\(exit.cause)", "outcome": "\(result.outcome.name)"])
        return AgentRun(
            prepared: prepared, result: result, exit: exit, outbox: OutboxFiles(in: prepared.outbox),
            duration: clock.now - start)
    }

    /// Writes events while the body runs, and the last of them before it returns.
    private func withRecorder<Value: Sendable>(
        _ recorder: EventRecorder, _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        async let written: Void = recorder.writeBatches()
        let result: Result<Value, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        recorder.finish()
        await written
        await recorder.flush()
        return try result.get()
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
                ContainerMount(repository.claudeVersion, at: Self.binaryPath, isWritable: false),
            ],
            workingDirectory: "/workspace",
            limits: ContainerLimits(
                memoryBytes: limits.memoryBytes, cpus: limits.cpus, processes: limits.pids,
                diskBytes: limits.diskBytes, time: limits.timeout, stall: limits.stallTimeout),
            network: repository.network.sandboxEnabled ? .none : .podmanDefault,
            labels: ["airut.repository": repository.id.description, "airut.conversation": conversation.id.description])
    }
}
