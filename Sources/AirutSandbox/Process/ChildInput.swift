import AirutModel
import CLinux
import Glibc

/// What a child reads on its standard input, as far as it becomes known only while the child runs.
public final class ChildInput: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isComplete = false
    }

    private let state = Locked(State())
    private let counter: Int32

    public init() throws(SandboxError) {
        counter = airut_eventfd()
        guard counter >= 0 else {
            throw SandboxError(kind: .host, action: "prepare a child process", reason: Errno.text)
        }
    }

    deinit { close(counter) }

    /// Hands the bytes to the child, sooner or later; returns at once.
    public func write(_ bytes: [UInt8]) {
        state.withLock { $0.bytes += bytes }
        signal()
    }

    /// Ends the child's standard input after what was written.
    public func end() {
        state.withLock { $0.isComplete = true }
        signal()
    }

    /// Readable when there is something to take.
    var descriptor: Int32 { counter }

    /// What has come since the last time, and whether more may come.
    func take() -> (bytes: [UInt8], isComplete: Bool) {
        var count: UInt64 = 0
        _ = unsafe read(counter, &count, 8)
        return state.withLock { state in
            defer { state.bytes = [] }
            return (state.bytes, state.isComplete)
        }
    }

    private func signal() {
        var one: UInt64 = 1
        _ = unsafe Glibc.write(counter, &one, 8)
    }
}
