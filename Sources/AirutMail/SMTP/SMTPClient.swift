public import AirutCurl
public import AirutModel

/// Hands finished messages to a submission server, each over a connection of its own.
public struct SMTPClient: Sendable {
    /// Of what is sent at a time; one record of TLS.
    private static let blockBytes = 16 << 10

    private let account: SMTPAccount
    private var endpoint: Endpoint { Endpoint(host: account.host, port: account.port) }

    public init(account: SMTPAccount) { self.account = account }

    /// Submits a message to those recipients that the server accepts.
    ///
    /// Repeating a submission whose end was not seen may deliver the message twice; its Message-ID shows that.
    ///
    /// - Parameter message: header and body; lone CR and LF become CR LF.
    /// - Returns: the server's answer, and who was refused.
    /// - Throws: ``MailServerError`` when nobody gets the message: ``MailServerError/retryMayHelp`` tells passing trouble
    ///   from a final refusal, ``MailServerError/Kind/tooLarge`` that a smaller message could pass. Or
    ///   `CancellationError`.
    public func submit(
        _ message: [UInt8], from sender: EmailAddress, to recipients: [EmailAddress]
    ) async throws -> SMTPReceipt {
        let envelope = SMTPEnvelope(
            sender: sender, recipients: recipients, message: CanonicalLines.ended(message), login: account.login,
            needsStartTLS: account.security == .startTLS)
        do {
            try check(envelope)
            return try await submit(envelope).receipt
        } catch {
            throw describe(error, action: "submit mail from \(sender)")
        }
    }

    /// Connects and logs in as for a submission, and submits nothing.
    ///
    /// - Returns: when the server's certificate expires; `nil` without encryption.
    /// - Throws: ``MailServerError`` or `CancellationError`.
    public func logIn(as sender: EmailAddress) async throws -> CertificateExpiry? {
        let envelope = SMTPEnvelope(
            sender: sender, recipients: [sender], message: [], login: account.login,
            needsStartTLS: account.security == .startTLS, isOnlyLogin: true)
        do {
            try check(envelope)
            return try await submit(envelope).expiry
        } catch {
            throw describe(error, action: "log in")
        }
    }

    private func check(_ envelope: SMTPEnvelope) throws(SMTPFailure) {
        guard account.security != .plaintext || endpoint.isLoopback else {
            throw SMTPFailure(
                kind: .unusable,
                reason: "a connection without encryption is only allowed to this machine itself")
        }
        guard !envelope.recipients.isEmpty else {
            throw SMTPFailure(kind: .unusable, reason: "it has no recipient")
        }
        let credentials = [account.login?.username, account.login?.password.reveal()].compactMap { $0 }
        guard credentials.allSatisfy({ !$0.utf8.contains(0) }) else {
            throw SMTPFailure(kind: .unusable, reason: "user name or password contains a zero byte")
        }
    }

    private func submit(_ envelope: SMTPEnvelope) async throws -> (receipt: SMTPReceipt, expiry: CertificateExpiry?) {
        let stream = try await ByteStream.connect(
            to: endpoint, encrypted: account.security == .tls, trust: Trust(caFile: account.caFile),
            within: account.timeouts.connection)
        let result: Result<SMTPReceipt, any Error>
        do {
            result = .success(try await converse(SMTPEngine(envelope), over: stream))
        } catch {
            result = .failure(error)
        }
        let expiry = await stream.certificateExpiry()
        // The outcome is certain: a server that is slow to part is not waited for.
        try? await stream.write(Array("QUIT\r\n".utf8), within: .seconds(1))
        await stream.close()
        return (try result.get(), expiry)
    }

    private func converse(_ start: SMTPEngine, over stream: ByteStream) async throws -> SMTPReceipt {
        var engine = start
        var step = SMTPEngine.Step.receive
        var replyEnd = ContinuousClock.now + engine.replyTimeout(account.timeouts)
        do {
            while true {
                switch step {
                case .finished(let receipt): return receipt
                case .send(let bytes):
                    try await send(bytes, over: stream)
                    replyEnd = .now + engine.replyTimeout(account.timeouts)
                    step = .receive
                case .startTLS:
                    try await stream.startTLS(within: account.timeouts.connection)
                    step = engine.secured()
                case .receive:
                    engine.receive(try await receive(from: stream, until: replyEnd))
                    step = try engine.step()
                }
            }
        } catch {
            throw Interruption(cause: error, concernsMessage: engine.hasBegunMail)
        }
    }

    /// A block at a time: as long as the connection takes some, it is not given up.
    private func send(_ bytes: [UInt8], over stream: ByteStream) async throws {
        for start in stride(from: 0, to: bytes.count, by: Self.blockBytes) {
            try Task.checkCancellation()
            let block = bytes[start..<min(start + Self.blockBytes, bytes.count)]
            try await stream.write(Array(block), within: account.timeouts.dataBlock)
        }
    }

    private func receive(from stream: ByteStream, until end: ContinuousClock.Instant) async throws -> [UInt8] {
        let bytes = try await stream.read(within: ContinuousClock.now.duration(to: end))
        guard !bytes.isEmpty else {
            throw SMTPFailure(kind: .unreachable, reason: "the server closed the connection", retryMayHelp: true)
        }
        return bytes
    }

    private func describe(_ error: any Error, action: String) -> any Error {
        let server = endpoint.description
        switch error {
        case let error as TransportError: return MailServerError(error, server: server, action: action)
        case let error as SMTPFailure:
            return MailServerError(
                kind: error.kind, server: server, action: action, reason: error.reason,
                retryMayHelp: error.retryMayHelp, replyCode: error.replyCode)
        case let error as Interruption:
            guard var known = describe(error.cause, action: action) as? MailServerError else { return error.cause }
            known.concernsMessage = error.concernsMessage
            return known
        default: return error
        }
    }
}

/// What ended a conversation with the server, and whether that had come to the message.
private struct Interruption: Error {
    let cause: any Error
    let concernsMessage: Bool
}
