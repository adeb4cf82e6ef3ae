import CCurl
import Glibc

/// Wakes a thread that waits in `poll`: an event descriptor that any other thread may make readable.
@safe final class WakeSignal: Sendable {
    let descriptor: Int32

    /// - Throws: ``TransportError`` when the process has no descriptor left.
    init(for action: String) throws(TransportError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else {
            throw TransportError(
                kind: .unreachable, action: action,
                reason: "no file descriptor is left (\(unsafe String(cString: strerror(errno))))")
        }
    }

    deinit { close(descriptor) }

    func signal() {
        var one: UInt64 = 1
        _ = unsafe write(descriptor, &one, 8)
    }

    /// Forgets signals given so far. A waiter that was woken looks itself whether its task was cancelled.
    func reset() {
        var count: UInt64 = 0
        _ = unsafe read(descriptor, &count, 8)
    }
}
