import FoundationEssentials

/// Listens to `airut-netns` and then to the proxy: the namespace, that it is ready, then verdicts.
actor ProxyOutput {
    /// What the first two lines say.
    struct Start: Sendable {
        let namespace: NetworkNamespace
        let certificate: String
    }

    private struct ReadyLine: Decodable {
        struct Ready: Decodable { let certificate: String }
        let ready: Ready
    }

    private var namespace: NetworkNamespace?
    private var start: Start?
    private let started: AsyncThrowingStream<Start, any Error>.Continuation
    private let onVerdict: @Sendable ([UInt8]) async -> Void

    /// - Parameters:
    ///   - started: gets the one start, or an error.
    ///   - onVerdict: takes each further line.
    init(
        started: AsyncThrowingStream<Start, any Error>.Continuation,
        onVerdict: @escaping @Sendable ([UInt8]) async -> Void
    ) {
        self.started = started
        self.onVerdict = onVerdict
    }

    var isReady: Bool { start != nil }

    func add(_ line: [UInt8]) async {
        if start != nil { return await onVerdict(line) }
        do {
            try begin(with: line)
        } catch {
            started.finish(
                throwing: SandboxError(
                    kind: .noNetwork, action: NetworkSandbox.action,
                    reason: "the proxy began with something else than that it is ready"))
        }
    }

    private func begin(with line: [UInt8]) throws {
        guard let namespace else {
            namespace = try JSONDecoder().decode(NetworkNamespace.self, from: Data(line))
            return
        }
        let ready = try JSONDecoder().decode(ReadyLine.self, from: Data(line)).ready
        let start = Start(namespace: namespace, certificate: ready.certificate)
        self.start = start
        started.yield(start)
        started.finish()
    }
}
