import AirutModel
import CLinux
import Glibc

/// Waits for changes of files: of their content, and of all that leads to them. On a thread of its own.
///
/// Other files in the same folders, such as an editor's swap file, wake it, but are not reported.
///
/// - SeeAlso: inotify(7).
actor FileWatch {
    private let executor = BlockingExecutor(label: "airut.files")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let descriptor: Int32
    private let wake: Int32
    /// By the kernel's number: the names in a folder that matter; `nil` for a file, of which everything does.
    private var watched: [Int32: Set<String>?] = [:]
    private var isStopped = false

    private static let folderEvents = IN_CREATE | IN_DELETE | IN_MOVE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR
    private static let fileEvents = IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF

    /// - Throws: ``SupervisorError`` when the system has no watches left.
    init() throws(SupervisorError) {
        let action = "watch the configuration file"
        descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        guard descriptor >= 0 else { throw SupervisorError(action: action, reason: SystemError.text) }
        wake = airut_eventfd()
        guard wake >= 0 else {
            let reason = SystemError.text
            close(descriptor)
            throw SupervisorError(action: action, reason: reason)
        }
    }

    deinit { for number in [descriptor, wake] where number >= 0 { close(number) } }

    /// From now on these files are watched, wherever their paths lead now.
    func watch(_ files: [String]) {
        var chains = files.map(LinkChain.init)
        // What changed between the look and the watch would be missed.
        for _ in 0..<5 {
            watch(chains)
            let now = files.map(LinkChain.init)
            if now == chains { return }
            chains = now
        }
    }

    private func watch(_ chains: [LinkChain]) {
        var wanted: [Int32: Set<String>?] = [:]
        for (folder, places) in Dictionary(grouping: chains.flatMap(\.places), by: \.folder) {
            let number = unsafe inotify_add_watch(descriptor, folder, UInt32(Self.folderEvents))
            if number >= 0 { wanted[number] = Set(places.map(\.name)) }
        }
        for file in chains.compactMap(\.file) {
            let number = unsafe inotify_add_watch(descriptor, file, UInt32(Self.fileEvents))
            if number >= 0 { wanted[number] = .some(nil) }
        }
        for number in watched.keys where wanted[number] == nil { inotify_rm_watch(descriptor, number) }
        watched = wanted
    }

    /// Returns when something happened to one of the files, the time is over, or the watch was stopped.
    ///
    /// - Returns: whether something happened.
    func change(within time: Duration) -> Bool {
        let end = ContinuousClock.now + time
        while !isStopped {
            let left = ContinuousClock.now.duration(to: end) / .milliseconds(1)
            guard left > 0 else { return false }
            var polled = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            ]
            _ = unsafe poll(&polled, 2, Int32(min(left.rounded(.up), 60_000)))
            if polled[1].revents != 0 { isStopped = true }
            if polled[0].revents != 0, takeEvents() { return true }
        }
        return false
    }

    nonisolated func stop() {
        var one: UInt64 = 1
        _ = unsafe write(wake, &one, 8)
    }

    /// Takes every event there is.
    ///
    /// - Returns: whether one of them matters.
    private func takeEvents() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var matters = false
        while true {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return matters }
            for event in FileEvent.all(in: buffer[..<count]) where self.matters(event) { matters = true }
        }
    }

    private func matters(_ event: FileEvent) -> Bool {
        // Some were lost: they may have been ours.
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return true }
        guard let names = watched[event.watch] else { return false }
        return names?.contains(event.name) ?? true || event.name.isEmpty
    }
}
