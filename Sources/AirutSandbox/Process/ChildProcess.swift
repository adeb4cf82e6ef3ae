/// Runs programs as child processes, each in a process group that ends with it.
///
/// The group is killed when the child ends, reaches a limit, or the calling task is cancelled. Any size of input and
/// output passes without a deadlock.
public enum ChildProcess {
    /// Runs to the end and keeps the output in memory.
    ///
    /// - Throws: ``SandboxError`` when the program cannot be started; `CancellationError`.
    public static func run(
        _ command: ChildCommand, input: [UInt8] = [], outputLimitBytes: Int = 64 << 20, deadline: Duration
    ) async throws -> ChildResult {
        let collected = Collected()
        let limits = ChildLimits(deadline: deadline, outputBytes: outputLimitBytes)
        var result = try await stream(command, input: input, limits: limits) { await collected.append($0) }
        result.output = await collected.bytes
        return result
    }

    /// As ``run(_:input:outputLimitBytes:deadline:)``, but a cancelled task does not end it: for cleaning up.
    static func runShielded(_ command: ChildCommand, deadline: Duration) async throws -> ChildResult {
        let collected = Collected()
        let limits = ChildLimits(deadline: deadline, outputBytes: 1 << 20)
        var result = try await ChildRunner().run(
            command, input: [], holdsInput: false, limits: limits, stop: ChildStop()
        ) { await collected.append($0) }
        result.output = await collected.bytes
        return result
    }

    /// Runs to the end and hands on the output as it comes.
    ///
    /// - Parameters:
    ///   - holdsInput: keep the child's standard input open after `input`, until the child ends.
    ///   - source: more input after `input`, as it becomes known; the child's standard input ends with it.
    ///   - stop: lets other tasks end the child; cancelling this task uses it, too.
    ///   - onOutput: takes the bytes in order; until it returns, the child's further output waits in the pipe.
    /// - Throws: ``SandboxError`` when the program cannot be started; `CancellationError`.
    public static func stream(
        _ command: ChildCommand, input: [UInt8] = [], holdsInput: Bool = false, source: ChildInput? = nil,
        limits: ChildLimits, stop: ChildStop? = nil, onOutput: @escaping @Sendable ([UInt8]) async -> Void
    ) async throws -> ChildResult {
        let stop = try stop ?? ChildStop()
        let runner = ChildRunner()
        let result = try await withTaskCancellationHandler {
            try await runner.run(
                command, input: input, holdsInput: holdsInput, source: source, limits: limits, stop: stop,
                consume: onOutput)
        } onCancel: {
            stop.stop()
        }
        try Task.checkCancellation()
        return result
    }

    private actor Collected {
        var bytes: [UInt8] = []
        func append(_ more: [UInt8]) { bytes += more }
    }
}
