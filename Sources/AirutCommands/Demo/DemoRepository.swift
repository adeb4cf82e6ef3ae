import AirutSandbox
import FoundationEssentials

/// A local git repository that is onboarded already, and what git says of it afterwards.
struct DemoRepository {
    let folder: DemoFolder

    private static let busybox = "/bin/busybox"

    /// Creates the bare repository with one commit on `main`.
    ///
    /// - Parameter changes: further files, or other content of these; `nil` takes one away.
    func create(changing changes: [String: Data?] = [:]) async throws {
        let seed = folder.seed
        try folder.write("pear\napple\nbanana\n", to: seed + "/fruits.txt")
        try folder.write("# Fruits\n\n`fruits.txt` is a sorted list, one fruit a line.\n", to: seed + "/CLAUDE.md")
        try folder.write("default_model: sonnet\ntimeout: 300\n", to: seed + "/.airut/airut.yaml")
        try folder.write("domains: []\n", to: seed + "/.airut/network-allowlist.yaml")
        try folder.write(Data(PackageResources.Dockerfile), to: seed + "/.airut/container/Dockerfile")
        guard let busybox = FileManager.default.contents(atPath: Self.busybox) else {
            throw DemoError(action: "read \(Self.busybox)", reason: "install the package busybox-static")
        }
        try folder.write(busybox, to: seed + "/.airut/container/busybox", permissions: 0o755)
        for (path, content) in changes {
            if let content {
                try folder.write(content, to: "\(seed)/\(path)")
            } else {
                try FileManager.default.removeItem(atPath: "\(seed)/\(path)")
            }
        }
        try await git("init", "-q", "--bare", "-b", "main", folder.remote)
        try await git("-C", seed, "init", "-q", "-b", "main")
        try await git("-C", seed, "add", "-A")
        try await git("-C", seed, "commit", "-q", "-m", "A list of fruits, onboarded to Airut")
        try await git("-C", seed, "push", "-q", folder.remote, "main")
    }

    /// Adds a commit with one changed file to `main`.
    func commit(_ content: String, to path: String) async throws {
        try folder.write(content, to: "\(folder.seed)/\(path)")
        try await git("-C", folder.seed, "add", "-A")
        try await git("-C", folder.seed, "commit", "-q", "-m", "Change \(path)")
        try await git("-C", folder.seed, "push", "-q", folder.remote, "main")
    }

    func log(of branch: String) async throws -> String {
        try await git("-C", folder.remote, "log", "--format=%h %an: %s", "main..\(branch)")
    }

    func diff(of branch: String) async throws -> String {
        try await git("-C", folder.remote, "diff", "main...\(branch)", "--stat", "--patch")
    }

    /// Everything that anybody pushed, as text.
    func history() async throws -> String { try await git("-C", folder.remote, "log", "--all", "--patch") }

    func hasBranch(_ name: String) async -> Bool {
        (try? await git("-C", folder.remote, "rev-parse", "--verify", "-q", "refs/heads/\(name)")) != nil
    }

    @discardableResult
    private func git(_ arguments: String...) async throws -> String {
        let environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path, "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Demo", "GIT_AUTHOR_EMAIL": "demo@airut.test", "GIT_COMMITTER_NAME": "Demo",
            "GIT_COMMITTER_EMAIL": "demo@airut.test",
        ]
        let result = try await ChildProcess.run(
            ChildCommand("git", arguments, environment: environment), deadline: .seconds(60))
        guard result.isSuccess else {
            throw DemoError(action: "run git \(arguments.joined(separator: " "))", reason: result.failure)
        }
        return String(decoding: result.output, as: UTF8.self)
    }
}
