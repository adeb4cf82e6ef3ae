import AirutModel
import AirutPolicy
import Glibc

/// The lines on standard output. A line is written whole before the thing it tells of goes on; when nobody reads them, the
/// proxy waits, and when nobody can any more, it ends: nothing happens unseen.
final class VerdictLog: Sendable {
    private let descriptor: Int32
    /// Lines of several threads do not mix.
    private let turn = Locked(())

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Seconds since 1970.
    func now() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return (Double(time.tv_sec) * 1000 + Double(time.tv_nsec / 1_000_000)) / 1000
    }

    func write(_ verdict: ProxyVerdict) { write(.verdict(verdict)) }

    func write(_ report: ProxyReport) {
        let line = report.line()
        turn.withLock { _ in writeAll(line) }
    }

    private func writeAll(_ line: [UInt8]) {
        var line = line[...]
        while !line.isEmpty {
            let count = unsafe line.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                line = line.dropFirst(count)
            } else if errno != EINTR {
                exit(VerdictLog.exitStatus)
            }
        }
    }

    /// When the reader of the log is gone.
    private static let exitStatus: Int32 = 3
}
