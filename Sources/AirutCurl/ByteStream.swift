public import AirutModel
import CCurl
import Glibc

/// A connection that carries bytes both ways, encrypted from the start or from ``startTLS(within:)`` on.
///
/// Every call can be cancelled and has a deadline. After any error but a timed-out or cancelled ``read(within:)`` the
/// stream is closed. One task uses it at a time. Blocking calls run on a thread of its own, also for actors that choose
/// the same executor.
public actor ByteStream {
    public nonisolated let endpoint: Endpoint
    private let executor: BlockingExecutor
    private let trust: Trust
    private let wake: WakeSignal
    private var handle: CurlHandle?
    /// The unencrypted connection below the encrypted one after ``startTLS(within:)``.
    private var lower: CurlHandle?

    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private init(endpoint: Endpoint, trust: Trust, executor: BlockingExecutor) throws(TransportError) {
        self.endpoint = endpoint
        self.trust = trust
        self.executor = executor
        wake = try WakeSignal(for: "connect to \(endpoint)")
    }

    /// Connects, with TLS from the first byte or without any; the server's name and certificate are verified.
    ///
    /// - Parameters:
    ///   - executor: where the stream's blocking calls run; nothing else that must go on may use it.
    /// - Throws: ``TransportError`` or `CancellationError`.
    public static func connect(
        to endpoint: Endpoint, encrypted: Bool, trust: Trust, within duration: Duration,
        on executor: BlockingExecutor = BlockingExecutor(label: "airut.stream")
    ) async throws -> ByteStream {
        let stream = try ByteStream(endpoint: endpoint, trust: trust, executor: executor)
        try await stream.open(encrypted: encrypted, within: duration)
        return stream
    }

    private func open(encrypted: Bool, within duration: Duration) async throws {
        try await cancellable {
            let made = try self.makeHandle(action: "connect to \(self.endpoint)", encrypted: encrypted)
            try made.perform(until: Deadline(after: duration), wake: self.wake)
            self.handle = consume made
        }
    }

    /// Makes the connection encrypted, after the server agreed in the protocol spoken so far.
    ///
    /// The socket stays; a second handle makes the TLS connection over it.
    public func startTLS(within duration: Duration) async throws {
        do {
            try await cancellable { try self.encrypt(within: duration) }
        } catch {
            close()
            throw error
        }
    }

    private func encrypt(within duration: Duration) throws {
        let action = "make the connection to \(endpoint) secure"
        guard let socket = handle?.socket, let address = handle?.peerAddress else { throw closedError(action) }
        var upper = try makeHandle(action: action, encrypted: true)
        try upper.set(CURLOPT_RESOLVE, list: ["\(endpoint.description):\(address)"])
        try upper.perform(over: socket, until: Deadline(after: duration), wake: wake)
        lower = handle.take()
        handle = consume upper
    }

    /// What has arrived, as soon as anything has; empty when the peer has closed the connection.
    ///
    /// Timing out or being cancelled loses no bytes: a later call returns them.
    public func read(within duration: Duration) async throws -> [UInt8] {
        let deadline = Deadline(after: duration)
        return try await cancellable {
            while true {
                if let bytes = try self.receive() { return bytes }
                try self.wait(for: POLLIN, until: deadline, action: "hear from \(self.endpoint)")
            }
        }
    }

    /// Sends everything, or throws and closes the stream.
    public func write(_ bytes: [UInt8], within duration: Duration) async throws {
        let deadline = Deadline(after: duration)
        do {
            try await cancellable {
                var sent = 0
                while sent < bytes.count {
                    if let count = try self.send(bytes[sent...]) {
                        sent += count
                    } else {
                        try self.wait(for: POLLOUT, until: deadline, action: "send to \(self.endpoint)")
                    }
                }
            }
        } catch {
            close()
            throw error
        }
    }

    /// When the server's certificate expires; `nil` without encryption.
    public func certificateExpiry() -> CertificateExpiry? {
        guard let easy = unsafe handle?.easy, let text = unsafe airut_curl_expiry(easy) else { return nil }
        return unsafe CertificateExpiry(String(cString: text))
    }

    /// Ends the connection at once. Closing twice is fine.
    public func close() {
        handle = nil
        lower = nil
    }

    private func cancellable<Result>(_ body: () throws -> Result) async throws -> Result {
        try await withTaskCancellationHandler {
            try await onThread(body)
        } onCancel: { [wake] in
            wake.signal()
        }
    }

    /// The cancellation handler's closure runs on the shared pool: this comes back to the stream's own thread.
    private func onThread<Result>(_ body: () throws -> Result) async throws -> Result { try body() }
}

extension ByteStream {
    private static let readBytes = 64 << 10

    private func makeHandle(action: String, encrypted: Bool) throws(TransportError) -> CurlHandle {
        guard endpoint.isUsable else {
            throw TransportError(
                kind: .malformed, action: action, reason: "“\(endpoint)” is not a server's name and port")
        }
        let made = try CurlHandle(action: action)
        made.set(CURLOPT_URL, (encrypted ? "https://" : "http://") + endpoint.description)
        made.set(CURLOPT_CONNECT_ONLY, 1)
        made.set(CURLOPT_SSL_ENABLE_ALPN, 0)
        made.set(CURLOPT_PROXY, "")
        made.set(trust)
        made.set(CURLOPT_CERTINFO, encrypted ? 1 : 0)
        return made
    }

    /// `nil` when nothing is there yet.
    private func receive() throws(TransportError) -> [UInt8]? {
        let action = "hear from \(endpoint)"
        guard let easy = unsafe handle?.easy else { throw closedError(action) }
        var status = CURLE_OK
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.readBytes) { buffer, count in
            unsafe status = curl_easy_recv(easy, buffer.baseAddress, buffer.count, &count)
            if status != CURLE_OK { count = 0 }
        }
        if status == CURLE_AGAIN { return nil }
        guard status == CURLE_OK else {
            close()
            throw closedError(action)
        }
        return bytes
    }

    /// How many bytes went out; `nil` when the connection takes none at present.
    private func send(_ bytes: ArraySlice<UInt8>) throws(TransportError) -> Int? {
        let action = "send to \(endpoint)"
        guard let easy = unsafe handle?.easy else { throw closedError(action) }
        var sent = 0
        let status = unsafe bytes.withUnsafeBytes { unsafe curl_easy_send(easy, $0.baseAddress, $0.count, &sent) }
        if status == CURLE_AGAIN { return nil }
        guard status == CURLE_OK else { throw closedError(action) }
        return sent
    }

    private func wait(for events: Int32, until deadline: Deadline, action: String) throws {
        guard let socket = handle?.socket, socket >= 0 else { throw closedError(action) }
        try Task.checkCancellation()
        guard !deadline.hasPassed else {
            throw TransportError(kind: .timedOut, action: action, reason: "nothing happened in time")
        }
        var waiting = [
            pollfd(fd: socket, events: Int16(events), revents: 0),
            pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        _ = unsafe poll(&waiting, 2, deadline.pollMilliseconds)
        wake.reset()
    }

    private func closedError(_ action: String) -> TransportError {
        TransportError(kind: .unreachable, action: action, reason: "the connection is closed")
    }
}
