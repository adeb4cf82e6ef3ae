import AirutModel
import Glibc

/// One end of a connection over the control socket, with a thread of its own: a peer that is slow delays nobody else.
actor ControlConnection {
    private let executor = BlockingExecutor(label: "airut.control")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let descriptor: Int32

    /// Takes the descriptor over.
    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    deinit { close(descriptor) }

    /// A line without its end.
    ///
    /// - Returns: `nil` when none of at most that length comes in time.
    func readLine(maximumBytes: Int, within time: Duration) -> [UInt8]? {
        let end = ContinuousClock.now + time
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while line.count <= maximumBytes, wait(for: POLLIN, until: end) {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return nil }
            line += buffer[..<count]
            // Only what is new can hold the end.
            guard let feed = line[(line.count - count)...].firstIndex(of: UInt8(ascii: "\n")) else { continue }
            return feed <= maximumBytes ? Array(line[..<feed]) : nil
        }
        return nil
    }

    /// - Returns: whether the peer took all of it in time.
    @discardableResult
    func write(_ bytes: [UInt8], within time: Duration) -> Bool {
        let end = ContinuousClock.now + time
        var rest = bytes[...]
        while !rest.isEmpty, wait(for: POLLOUT, until: end) {
            let count = unsafe rest.withUnsafeBytes {
                unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return rest.isEmpty
    }

    private func wait(for events: Int32, until end: ContinuousClock.Instant) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        while true {
            let left = ContinuousClock.now.duration(to: end) / .milliseconds(1)
            guard left > 0 else { return false }
            let ready = unsafe poll(&polled, 1, Int32(min(left.rounded(.up), 60_000)))
            if ready > 0 { return true }
            if ready < 0, errno != EINTR { return false }
        }
    }
}
