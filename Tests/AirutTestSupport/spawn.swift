import CLinux
import Glibc

/// Starts a program with the given standard streams, no other open files, and signals as they are by default.
func spawn(
    _ command: [String], in folder: String?, environment: [String: String], streams: [Int32]
) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, descriptor) in streams.enumerated() {
        posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
    }
    airut_spawn_close_from(&actions, Int32(streams.count))
    if let folder { airut_spawn_change_directory(&actions, folder) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    resetSignals(&attributes)
    return try withCStrings(command) { arguments in
        try withCStrings(environment.map { "\($0.key)=\($0.value)" }) { variables in
            var process: pid_t = 0
            let path = CleanEnvironment.locate(command[0])
            let status = posix_spawn(&process, path, &actions, &attributes, arguments, variables)
            guard status == 0 else { throw TestFailure("cannot start \(path): \(String(cString: strerror(status)))") }
            return process
        }
    }
}

/// Libraries in this process ignore some signals; ignored ones would stay so in the program.
private func resetSignals(_ attributes: inout posix_spawnattr_t) {
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
}

private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) throws -> Result
) rethrows -> Result {
    let pointers = strings.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    return try body(pointers + [nil])
}
