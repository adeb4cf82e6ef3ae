/// One proxy from its start to its end, and what is done meanwhile.
struct NetworkRun<Value: Sendable>: Sendable {
    private enum Event: Sendable {
        case proxyEnded(ChildResult)
        case bodyEnded(Result<Value, any Error>)
        case timePassed
    }

    /// Bytes of one verdict.
    private static var lineBytes: Int { 1 << 20 }
    /// Bytes of all verdicts: about a million.
    private static var outputBytes: Int { 1 << 30 }

    private let command: ChildCommand
    private let startLimit: Duration
    private let endLimit: Duration
    private let input: ChildInput
    private let stop: ChildStop
    private let starts: AsyncThrowingStream<ProxyOutput.Start, any Error>
    private let started: AsyncThrowingStream<ProxyOutput.Start, any Error>.Continuation
    private let output: ProxyOutput
    private let body: @Sendable (ProxyOutput.Start) async throws -> Value

    init(
        command: ChildCommand, startLimit: Duration, endLimit: Duration,
        onVerdict: @escaping @Sendable ([UInt8]) async -> Void,
        body: @escaping @Sendable (ProxyOutput.Start) async throws -> Value
    ) throws(SandboxError) {
        self.command = command
        self.startLimit = startLimit
        self.endLimit = endLimit
        self.body = body
        input = try ChildInput()
        stop = try ChildStop()
        (starts, started) = AsyncThrowingStream.makeStream()
        output = ProxyOutput(started: started, onVerdict: onVerdict)
    }

    func run(policy: [UInt8]) async throws -> Value {
        input.write(policy + [UInt8(ascii: "\n")])
        return try await withThrowingTaskGroup(of: Event.self) { group in
            group.addTask { .proxyEnded(try await followProxy()) }
            group.addTask { .bodyEnded(await runBody()) }
            group.addTask {
                try? await Task.sleep(for: startLimit)
                if await !output.isReady { stop.stop(.timedOut) }
                return .timePassed
            }
            return try await conclude(&group)
        }
    }

    /// Whichever ends first, the other one ends, too, before this returns.
    private func conclude(_ group: inout ThrowingTaskGroup<Event, any Error>) async throws -> Value {
        var outcome: Result<Value, any Error>?
        var proxy: ChildResult?
        while outcome == nil || proxy == nil {
            switch try await group.next() {
            case .proxyEnded(let result):
                proxy = result
                started.finish(throwing: failure(result, wasReady: await output.isReady))
                group.cancelAll()
            case .bodyEnded(let result):
                outcome = result
                if let proxy { throw failure(proxy, wasReady: await output.isReady) }
                // The end of its input lets the proxy write its last verdicts.
                input.end()
                group.addTask {
                    try? await Task.sleep(for: endLimit)
                    stop.stop(.timedOut)
                    return .timePassed
                }
            case .timePassed, nil: break
            }
        }
        guard let outcome, let proxy else { throw CancellationError() }
        // What failed for want of a killed proxy may be heard of first.
        if case (.failure, .signaled) = (outcome, proxy.ending) { throw failure(proxy, wasReady: await output.isReady) }
        return try outcome.get()
    }

    private func followProxy() async throws -> ChildResult {
        let lines = OutputLines(maximumLineBytes: Self.lineBytes) {
            await output.add($0)
        } onOverlongLine: {
            stop.stop(.lineTooLong)
        }
        let limits = ChildLimits(deadline: .seconds(30 * 86400), outputBytes: Self.outputBytes)
        do {
            let result = try await ChildProcess.stream(command, source: input, limits: limits, stop: stop) {
                await lines.add($0)
            }
            await lines.finish()
            return result
        } catch let error as SandboxError {
            throw SandboxError(kind: .noNetwork, action: NetworkSandbox.action, reason: "\(error)")
        }
    }

    private func runBody() async -> Result<Value, any Error> {
        do {
            for try await start in starts { return .success(try await body(start)) }
            throw CancellationError()
        } catch {
            return .failure(error)
        }
    }

    private func failure(_ proxy: ChildResult, wasReady: Bool) -> any Error {
        if !wasReady, proxy.ending == .exited(NetworkTools.noUserNamespace) {
            return UserNamespaceMissing(reason: proxy.failure)
        }
        guard wasReady else {
            return SandboxError(kind: .noNetwork, action: NetworkSandbox.action, reason: proxy.failure)
        }
        return SandboxError(
            kind: .networkLost, action: "go on without the sandbox's network proxy", reason: proxy.failure)
    }
}
