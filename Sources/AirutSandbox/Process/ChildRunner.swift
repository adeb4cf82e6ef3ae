import AirutModel
import Glibc

/// Runs one child process on a thread of its own.
///
/// The thread that starts a child lives until the child is reaped: the kernel ties `PR_SET_PDEATHSIG` to that thread,
/// not to the process.
actor ChildRunner {
    private let executor = BlockingExecutor(label: "airut.child")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - input: what the child reads; afterwards its standard input ends, unless `holdsInput`.
    ///   - holdsInput: keep standard input open until the child ends, as a leash.
    ///   - source: more input, as it becomes known; standard input then ends with it.
    ///   - consume: takes what the child writes, in order; while it works, the child's writing is not read.
    /// - Returns: how it ended, and the end of its standard error.
    func run(
        _ command: ChildCommand, input: [UInt8], holdsInput: Bool, source: ChildInput? = nil, limits: ChildLimits,
        stop: ChildStop, consume: @Sendable ([UInt8]) async -> Void
    ) async throws(SandboxError) -> ChildResult {
        Self.blockBrokenPipeSignal()
        let toChild = try Pipe()
        let fromChild = try Pipe()
        let errors = try Pipe()
        var child = try SpawnedChild(
            command, input: toChild.reading, output: fromChild.writing, error: errors.writing)
        guard child.ended.isOpen else {
            throw SandboxError(kind: .host, action: "watch \(command.executable)", reason: Errno.text)
        }
        var exchange = ChildExchange(
            input: input, holdsInput: holdsInput, source: source, toChild: toChild, fromChild: fromChild,
            errors: errors, limits: limits, stop: stop)
        while !exchange.isOver {
            let bytes = exchange.step(child)
            if !bytes.isEmpty { await consume(bytes) }
        }
        // Whatever it left behind in its group goes with it; its number is still ours.
        child.killGroup()
        let ending = child.reap()
        while let rest = exchange.drain() { await consume(rest) }
        return ChildResult(
            ending: exchange.imposed ?? ending, output: [], errorHead: exchange.errorHead,
            errorOutput: exchange.errorTail)
    }

    /// A child that stops reading must not end this process. The thread is ours: nobody else's handling changes.
    private static func blockBrokenPipeSignal() {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
