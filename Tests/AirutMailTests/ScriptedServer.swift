import AirutModel
import AirutTestSupport
import Glibc

/// A peer on a loopback port that follows a script, for what no real server can be made to do.
///
/// It serves one connection on a thread of its own.
actor ScriptedServer {
    enum Step: Sendable {
        /// Sends the text as it is.
        case send(String)
        /// Reads a line and notes it; `{tag}` in what is sent later is its first word.
        case readLine
        /// Reads lines up to one with only a dot.
        case readMessage
        /// Sends the text again and again until the client says something.
        case chatter(String)
        /// Does nothing for so long.
        case pause(Duration)
        /// From here on reads a little at a time, and so seldom.
        case crawl(Duration)
        /// Neither reads nor says anything until this is so.
        case hold(until: @Sendable () -> Bool)
        /// Keeps silent until the client goes.
        case waitForEnd
    }

    private let executor = BlockingExecutor(label: "test.server")
    private let listener: LoopbackListener
    private(set) var lines: [String] = []
    private var buffer: [UInt8] = []
    private var tag = ""
    /// Before each piece that is read.
    private var delay = Duration.zero

    nonisolated var port: Int { listener.port }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter segmentBytes: the most that a packet carries, as on a slow line: neither side's system takes much ahead.
    init(segmentBytes: Int32? = nil) throws {
        listener = try LoopbackListener()
        guard var segmentBytes else { return }
        var bufferBytes: Int32 = 4096
        let length = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(listener.descriptor, Int32(IPPROTO_TCP), TCP_MAXSEG, &segmentBytes, length)
        setsockopt(listener.descriptor, SOL_SOCKET, SO_RCVBUF, &bufferBytes, length)
    }

    /// Serves one connection and closes it at the script's end.
    ///
    /// - Parameter onBegin: called as soon as it is there to serve.
    func serve(_ steps: [Step], onBegin: @Sendable () -> Void = {}) {
        onBegin()
        var waiting = pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 120_000) == 1 else { return }
        let connection = accept(listener.descriptor, nil, nil)
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        defer { close(connection) }
        for step in steps { perform(step, on: connection) }
    }

    private func perform(_ step: Step, on connection: Int32) {
        switch step {
        case .send(let text): send(text, on: connection)
        case .chatter(let text):
            var waiting = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
            while poll(&waiting, 1, 0) == 0 { send(text, on: connection) }
        case .readLine:
            guard let line = readLine(from: connection) else { return }
            lines.append(line)
            tag = String(line.prefix { $0 != " " })
        case .readMessage:
            while let line = readLine(from: connection) {
                lines.append(line)
                if line == "." { return }
            }
        case .pause(let duration): sleep(duration)
        case .crawl(let delay): self.delay = delay
        case .hold(let isOver): while !isOver() { sleep(.milliseconds(5)) }
        case .waitForEnd: while readLine(from: connection) != nil {}
        }
    }

    private func send(_ text: String, on connection: Int32) {
        let bytes = Array(text.replacing("{tag}", with: tag).utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    private func sleep(_ duration: Duration) { usleep(UInt32(duration / .microseconds(1))) }

    private func readLine(from connection: Int32) -> String? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                let line = buffer[..<end].filter { $0 != 0x0D }
                buffer.removeFirst(end + 1)
                return String(decoding: line, as: UTF8.self)
            }
            if delay > .zero { sleep(delay) }
            var chunk = [UInt8](repeating: 0, count: 4096)
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            buffer += chunk[..<count]
        }
    }
}

/// Runs `body` against a peer that follows `script` on one connection.
///
/// - Returns: the lines that the peer read.
func withScriptedServer(
    _ script: [ScriptedServer.Step], segmentBytes: Int32? = nil, _ body: @Sendable (_ port: Int) async throws -> Void
) async throws -> [String] {
    let server = try ScriptedServer(segmentBytes: segmentBytes)
    try await withThrowingTaskGroup(of: Void.self) { group in
        let (beginning, begin) = AsyncStream<Never>.makeStream()
        group.addTask { await server.serve(script) { begin.finish() } }
        // A machine under load may take seconds to get there, and clients here are impatient.
        for await _ in beginning {}
        try await body(server.port)
        try await group.waitForAll()
    }
    return await server.lines
}
