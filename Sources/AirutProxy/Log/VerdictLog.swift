import AirutModel
import AirutPolicy
import Glibc

/// The lines on standard output. A line is written whole before the thing it tells of goes on; when nobody reads them, the
/// proxy waits, and when nobody can any more, it ends: nothing happens unseen.
final class VerdictLog: Sendable {
    /// Lines of several threads do not mix.
    private let descriptor: Locked<Int32>

    init(descriptor: Int32) { self.descriptor = Locked(descriptor) }

    /// Seconds since 1970.
    func now() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return (Double(time.tv_sec) * 1000 + Double(time.tv_nsec / 1_000_000)) / 1000
    }

    func write(_ verdict: ProxyVerdict) { write(.verdict(verdict)) }

    func write(_ report: ProxyReport) {
        let line = report.line()
        descriptor.withLock { Self.write(line, to: $0) }
    }

    private static func write(_ line: [UInt8], to descriptor: Int32) {
        var line = line[...]
        while !line.isEmpty {
            let count = unsafe line.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                line = line.dropFirst(count)
            } else if errno != EINTR {
                exit(exitStatus)
            }
        }
    }

    /// When the reader of the log is gone.
    private static let exitStatus: Int32 = 3
}
