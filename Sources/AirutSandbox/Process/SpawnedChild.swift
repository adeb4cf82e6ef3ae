import CLinux
import Glibc

/// A child process in a group of its own, from its start until it is reaped.
///
/// It starts with empty signal mask (but see ``ChildCommand/ignoresTermination``), default signal handling, and descriptors 0 to 2 only.
struct SpawnedChild: ~Copyable {
    private let pid: pid_t
    /// Readable once the process has ended; not open when the process's descriptors are used up.
    let ended: Descriptor
    private var isReaped = false

    init(
        _ command: ChildCommand, input: borrowing Descriptor, output: borrowing Descriptor,
        error: borrowing Descriptor
    ) throws(SandboxError) {
        let action = "run \(command.executable)"
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, input.number, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.number, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, error.number, 2)
        unsafe airut_spawn_close_from(&actions, 3)
        if let directory = command.workingDirectory {
            unsafe airut_spawn_change_directory(&actions, directory)
        }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        Self.setGroupAndSignals(&attributes, blocking: command.ignoresTermination ? SIGTERM : nil)
        pid = try unsafe Self.spawn(command, &actions, &attributes, action)
        ended = Descriptor(airut_pidfd_open(pid))
    }

    deinit {
        guard !isReaped else { return }
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    }

    /// Kills the process and all of its group. The group's number stays ours until ``reap()``.
    func killGroup() { kill(-pid, SIGKILL) }

    /// Kills what descends from the process, in whatever group, but not the process itself, nor one that it executed once
    /// more to do its work there.
    func killHelpers() {
        for helper in ProcessTree.helpers(of: pid) { kill(helper, SIGKILL) }
    }

    /// Kills the process, its group, and what descends from it in other groups.
    func killTree() {
        // Stopped, it cannot start more while we look.
        kill(pid, SIGSTOP)
        for descendant in ProcessTree.descendants(of: pid) { kill(descendant, SIGKILL) }
        killGroup()
    }

    /// Waits for the end, and for nothing else: call it once ``ended`` is readable.
    mutating func reap() -> ChildEnding {
        var status: Int32 = 0
        while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
        isReaped = true
        let signal = status & 0x7f
        return signal == 0 ? .exited((status >> 8) & 0xff) : .signaled(signal)
    }

    private static func setGroupAndSignals(_ attributes: inout posix_spawnattr_t, blocking blocked: Int32?) {
        var mask = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&mask)
        if let blocked { unsafe sigaddset(&mask, blocked) }
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        unsafe posix_spawnattr_setsigmask(&attributes, &mask)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    }

    private static func spawn(
        _ command: ChildCommand, _ actions: inout posix_spawn_file_actions_t, _ attributes: inout posix_spawnattr_t,
        _ action: String
    ) throws(SandboxError) -> pid_t {
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe ([command.executable] + command.arguments)
            .map { unsafe strdup($0) }
        var environment: [UnsafeMutablePointer<CChar>?] = unsafe command.environment
            .map { unsafe strdup("\($0.key)=\($0.value)") }
        unsafe arguments.append(nil)
        unsafe environment.append(nil)
        defer {
            unsafe arguments.forEach { unsafe free($0) }
            unsafe environment.forEach { unsafe free($0) }
        }
        var pid: pid_t = 0
        let status = unsafe posix_spawnp(&pid, command.executable, &actions, &attributes, arguments, environment)
        guard status == 0 else { throw SandboxError(kind: .host, action: action, reason: Errno.text(status)) }
        return pid
    }
}
