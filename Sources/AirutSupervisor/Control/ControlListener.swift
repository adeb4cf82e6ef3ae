import AirutModel
import CLinux
import Glibc

/// The socket `control` in the state directory. Whoever made one owns the directory's lock: one that is there already is
/// left over.
actor ControlListener {
    static let fileName = "control"

    private let executor = BlockingExecutor(label: "airut.control")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let folder: Int32
    private let descriptor: Int32
    private let wake: Int32

    /// - Throws: ``SupervisorError`` when the socket cannot be made, or something else is in its place.
    init(directory: String) throws(SupervisorError) {
        let action = "make the control socket \(directory)/\(Self.fileName)"
        folder = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw SupervisorError(action: action, reason: SystemError.text) }
        wake = airut_eventfd()
        do throws(SupervisorError) {
            // Without it nothing could end the waiting for connections.
            guard wake >= 0 else { throw SupervisorError(action: action, reason: SystemError.text) }
            try Self.removeLeftover(in: folder, action)
            descriptor = unsafe airut_unix_listen(folder, Self.fileName)
            guard descriptor >= 0 else { throw SupervisorError(action: action, reason: SystemError.text) }
        } catch {
            close(folder)
            close(wake)
            throw error
        }
    }

    deinit {
        unsafe unlinkat(folder, Self.fileName, 0)
        for number in [folder, descriptor, wake] where number >= 0 { close(number) }
    }

    /// The next connection of a peer who may; `nil` once stopped.
    func next() -> ControlConnection? {
        while true {
            var polled = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            ]
            _ = unsafe poll(&polled, 2, -1)
            if polled[1].revents != 0 { return nil }
            let connection = airut_accept(descriptor)
            guard connection >= 0 else {
                // Out of descriptors: what waits must not make this loop spin.
                if errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM { usleep(100_000) }
                continue
            }
            guard airut_peer_is_us(connection) == 1 else {
                close(connection)
                continue
            }
            return ControlConnection(connection)
        }
    }

    nonisolated func stop() {
        var one: UInt64 = 1
        _ = unsafe write(wake, &one, 8)
    }

    private static func removeLeftover(in folder: Int32, _ action: String) throws(SupervisorError) {
        var status = stat()
        guard unsafe fstatat(folder, fileName, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw SupervisorError(action: action, reason: "something else of that name is there")
        }
        unsafe unlinkat(folder, fileName, 0)
    }
}
