import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

/// A folder with an upstream repository, made by the real git, and the built `airut-git` to work on it.
struct Workshop: Sendable {
    let folder: String
    var upstream: String { "\(folder)/upstream.git" }
    var seed: String { "\(folder)/seed" }
    let mirror: String
    var workspace: String { "\(folder)/workspace" }
    var url: String { "file://\(upstream)" }
    static let branch = "airut/c0ffee"

    init(folder: String, mirror: String? = nil) {
        self.folder = folder
        self.mirror = mirror ?? "\(folder)/mirror"
    }

    /// Runs git in a folder and gives its output without the line end.
    @discardableResult
    func git(_ arguments: String..., in place: String? = nil, mayFail: Bool = false) async throws -> String {
        let command = ["/usr/bin/git", "-c", "protocol.file.allow=always"] + arguments
        let result = try await run(command, in: place ?? seed, mayFail: mayFail)
        return result.text.trimmingCharacters(in: .newlines)
    }

    /// Has `airut-git` carry out a request.
    func ask(_ request: GitRequest, environment: [String: String] = [:]) async throws -> GitResponse {
        let result = try await run(
            [BuiltProgram.path("airut-git")], input: try JSONEncoder().encode(request), environment: environment)
        return try JSONDecoder().decode(GitResponse.self, from: result.output)
    }

    func write(_ path: String, _ content: String) throws {
        let url = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content.utf8).write(to: url)
    }

    func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    func exists(_ path: String) -> Bool { (try? FileManager.default.attributesOfItem(atPath: path)) != nil }

    /// Commits files in the seed and pushes them to the upstream repository.
    func commitUpstream(_ files: [String: String], message: String = "Change", branch: String = "main") async throws {
        for (path, content) in files { try write("\(seed)/\(path)", content) }
        try await git("add", "-A")
        try await git("commit", "-qm", message)
        try await git("push", "-q", upstream, "HEAD:refs/heads/\(branch)")
    }

    /// Commits a megabyte that cannot be compressed.
    func commitNoise() async throws {
        try await run(["/bin/sh", "-c", "head -c 1000000 /dev/urandom > noise"], in: seed)
        try await commitUpstream([:])
    }

    /// Names in the folder of what the last operation should have removed: unfinished mirrors, packs and objects.
    func leftovers() async throws -> [String] {
        let command = ["/usr/bin/find", ".", "-name", "*.new-*", "-o", "-name", "*_git2_*"]
        return try await run(command, in: folder).text.split(separator: "\n").map { String($0) }
    }

    @discardableResult
    func refresh() async throws -> GitMirrorState {
        let response = try await ask(.refreshMirror(url: url, mirror: mirror, credential: nil))
        guard case .mirror(let state) = response else { throw TestFailure("\(response)") }
        return state
    }

    func renew() async throws {
        let response = try await ask(.renewMirror(url: url, mirror: mirror, credential: nil))
        guard case .mirror = response else { throw TestFailure("\(response)") }
    }

    @discardableResult
    func makeWorkspace() async throws -> GitWorkspace {
        let response = try await ask(
            .createWorkspace(mirror: mirror, workspace: workspace, branch: Self.branch, url: url))
        guard case .workspace(let state) = response else { throw TestFailure("\(response)") }
        return state
    }

    /// SHA-256 of every file of the mirror, with its path.
    func mirrorDigest() async throws -> String {
        try await run(
            ["/bin/sh", "-c", "find . -type f | sort | xargs sha256sum; find . ! -type f | sort"], in: mirror
        ).text
    }
}

/// Calls `body` with a workshop whose upstream has one commit on `main`; everything is removed afterwards.
func withWorkshop<Result>(_ body: (Workshop) async throws -> Result) async throws -> Result {
    try await withTemporaryDirectory { folder in
        let workshop = Workshop(folder: folder)
        try await workshop.git("init", "-q", "--bare", "-b", "main", workshop.upstream, in: folder)
        try await workshop.git("init", "-q", "-b", "main", workshop.seed, in: folder)
        try await workshop.commitUpstream(
            ["README.md": "hello\n", "src/app.txt": "one\ntwo\n", ".gitignore": "*.log\nbuild/\n"], message: "First")
        return try await body(workshop)
    }
}

/// As ``withWorkshop(_:)``, with mirror and workspace made.
func withWorkspace<Result>(_ body: (Workshop, _ base: String) async throws -> Result) async throws -> Result {
    try await withWorkshop { workshop in
        try await workshop.refresh()
        let base = try await workshop.makeWorkspace().commit
        return try await body(workshop, base)
    }
}
