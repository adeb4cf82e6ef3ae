public import AirutCurl
import AirutModel

/// A logged-in connection to one mailbox.
///
/// Every call can be cancelled and is limited in time. When one throws for any other reason than the server's refusal
/// (``MailServerError/Kind/refused``), the connection is closed and a new client is needed. Calls are made one after
/// the other, by one task.
public actor IMAPClient {
    public nonisolated let account: IMAPAccount
    let stream: ByteStream
    var engine = IMAPEngine()
    /// Renewed whenever something comes from the server.
    public nonisolated let sign = LifeSign()
    /// Messages we marked as deleted and could not expunge yet.
    var marked: Set<UInt32> = []
    /// Messages that were copied to another folder and could not be removed yet.
    var copied: Set<UInt32> = []
    /// Whether the server said no to IDLE although it offers it.
    var isIdleRefused = false
    private var isBusy = false
    private var isClosed = false
    private let executor: BlockingExecutor

    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private init(account: IMAPAccount, stream: ByteStream, executor: BlockingExecutor) {
        self.account = account
        self.stream = stream
        self.executor = executor
    }

    /// Connects, makes the connection secure as the account demands, and logs in.
    ///
    /// - Throws: ``MailServerError`` or `CancellationError`.
    public static func connect(_ account: IMAPAccount) async throws -> IMAPClient {
        let endpoint = Endpoint(host: account.host, port: account.port)
        guard account.security != .plaintext || endpoint.isLoopback else {
            throw MailServerError(
                kind: .unusable, server: endpoint.description, action: "connect",
                reason: "a connection without encryption is only allowed to this machine itself", retryMayHelp: false)
        }
        let executor = BlockingExecutor(label: "airut.imap")
        let stream: ByteStream
        do {
            stream = try await ByteStream.connect(
                to: endpoint, encrypted: account.security == .tls, trust: Trust(caFile: account.caFile),
                within: account.timeout, on: executor)
        } catch let error as TransportError {
            throw MailServerError(error, server: endpoint.description, action: "connect")
        }
        let client = IMAPClient(account: account, stream: stream, executor: executor)
        try await client.begin()
        return client
    }

    /// Ends the connection at once.
    public func close() async {
        isClosed = true
        await stream.close()
    }

    /// When the server's certificate expires; `nil` without encryption.
    public func certificateExpiry() async -> CertificateExpiry? { await stream.certificateExpiry() }

    /// Whether further commands can be given: a refusal of one leaves the connection as it was.
    public var isOpen: Bool { !isClosed }

    nonisolated var server: String { stream.endpoint.description }

    func failure(
        _ kind: MailServerError.Kind, _ action: String, _ reason: String, retryMayHelp: Bool = false
    ) -> MailServerError {
        MailServerError(kind: kind, server: server, action: action, reason: reason, retryMayHelp: retryMayHelp)
    }

    /// Gives a command and waits for its end.
    ///
    /// - Returns: the completion, which may be a refusal; ``demand(_:action:)`` throws those.
    func run(
        _ command: IMAPCommand?, action: String, idleLimit: Duration = .zero
    ) async throws -> IMAPCompletion {
        guard !isClosed else { throw failure(.unreachable, action, "the connection is closed", retryMayHelp: true) }
        guard !isBusy else { throw failure(.unusable, action, "another command is still running") }
        isBusy = true
        defer { isBusy = false }
        do {
            if let command { engine.begin(command) }
            return try await converse(idleLimit: idleLimit)
        } catch {
            await close()
            throw describe(error, action: action)
        }
    }

    /// Like ``run(_:action:idleLimit:)``, but a refusal is an error.
    @discardableResult
    func demand(_ command: IMAPCommand, action: String) async throws -> IMAPCompletion {
        let completion = try await run(command, action: action)
        guard completion.status.kind == .ok else {
            throw failure(.refused, action, completion.status.quotedText, retryMayHelp: completion.status.isPassing)
        }
        return completion
    }

    private func converse(idleLimit: Duration) async throws -> IMAPCompletion {
        let start = ContinuousClock.now
        while true {
            switch try engine.step() {
            case .finished(let completion): return completion
            case .send(let bytes): try await stream.write(bytes, within: account.timeout)
            case .receive:
                guard start.duration(to: .now) < account.commandLimit + idleLimit else {
                    throw IMAPProtocolError(
                        kind: .timedOut, reason: "the server does not come to an end", retryMayHelp: true)
                }
                try await receive(within: account.timeout)
            case .idle:
                // Looked at first: a server that keeps talking must not keep us waiting for ever.
                let left = idleLimit - start.duration(to: .now)
                guard left > .zero else {
                    engine.endIdle()
                    continue
                }
                do {
                    try await receive(within: left)
                } catch let error as TransportError where error.kind == .timedOut {
                    engine.endIdle()
                }
            }
        }
    }

    private func receive(within duration: Duration) async throws {
        let bytes = try await stream.read(within: duration)
        guard !bytes.isEmpty else { throw engine.closed }
        sign.renew()
        engine.receive(bytes)
    }

    private func describe(_ error: any Error, action: String) -> any Error {
        switch error {
        case let error as TransportError: MailServerError(error, server: server, action: action)
        case let error as IMAPProtocolError: failure(error.kind, action, error.reason, retryMayHelp: error.retryMayHelp)
        default: error
        }
    }
}
