import AirutTestSupport
import Foundation

/// Folders for Podman's images and containers, apart from the machine's own.
struct PodmanFolder {
    let path: String
    let environment: [String: String]

    init(_ folder: String, owner: TestUser? = nil) throws {
        path = folder
        let files = FileManager.default
        for name in ["home", "run", "tmp", "graph", "state"] {
            try files.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            if let owner { chown("\(folder)/\(name)", owner.id, owner.id) }
        }
        try PodmanConfiguration.storage(graph: "\(folder)/graph", state: "\(folder)/state").write(
            toFile: folder + "/storage.conf", atomically: true, encoding: .utf8)
        try PodmanConfiguration.engine.write(toFile: folder + "/containers.conf", atomically: true, encoding: .utf8)
        environment = [
            "HOME": folder + "/home", "TMPDIR": folder + "/tmp", "XDG_RUNTIME_DIR": folder + "/run",
            "CONTAINERS_STORAGE_CONF": folder + "/storage.conf", "CONTAINERS_CONF": folder + "/containers.conf",
        ]
    }

    /// Files of a container's users, and mounts, are not for an ordinary `rm`.
    func remove(as user: TestUser? = nil) async throws {
        let prefix = user?.prefix ?? []
        try await run(prefix + ["podman", "rm", "--force", "--all"], environment: environment, mayFail: true)
        try await waitForMonitors(of: path + "/graph")
        if user != nil {
            let command = prefix + ["podman", "unshare", "rm", "-rf", path + "/graph", path + "/tmp"]
            try await run(command, environment: environment, mayFail: true)
            try await run(prefix + ["podman", "system", "migrate"], environment: environment, mayFail: true)
        } else {
            try await run(["umount", "--recursive", path + "/graph/overlay"], mayFail: true)
        }
    }
}
