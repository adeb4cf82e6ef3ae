/// Where Podman without root writes down the process that keeps its user namespace.
enum PauseFiles {
    /// The places in the order Podman looks for a folder of its own at run time: all are tried, one is right.
    static func candidates(_ environment: [String: String], user: UInt32) -> [String] {
        var folders = ["/run/user/\(user)", (environment["TMPDIR"] ?? "/tmp") + "/podman-run-\(user)"]
        if let own = environment["XDG_RUNTIME_DIR"], !own.isEmpty { folders = [own] + folders }
        return folders.map { $0 + "/libpod/tmp/pause.pid" }
    }
}
