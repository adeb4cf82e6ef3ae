import AirutModel
import CLinux
import Glibc

/// Lets another task end a running child.
///
/// It may be used before the child starts (it then ends at once), and more than once (the first reason counts).
public final class ChildStop: Sendable {
    private let requested = Locked<ChildEnding?>(nil)
    private let counter: Int32

    public init() throws(SandboxError) {
        counter = airut_eventfd()
        guard counter >= 0 else {
            throw SandboxError(kind: .host, action: "prepare a child process", reason: Errno.text)
        }
    }

    deinit { close(counter) }

    /// Asks for the end; returns at once.
    public func stop(_ ending: ChildEnding = .stopped) {
        requested.withLock { if $0 == nil { $0 = ending } }
        var one: UInt64 = 1
        _ = unsafe write(counter, &one, 8)
    }

    var ending: ChildEnding? { requested.withLock { $0 } }

    /// Readable once somebody has asked.
    var descriptor: Int32 { counter }
}
