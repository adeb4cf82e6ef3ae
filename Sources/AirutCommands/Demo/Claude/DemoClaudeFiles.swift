import AirutSandbox
import FoundationEssentials

/// What the demonstration's repository has besides when the real Claude Code works on it.
///
/// No registry is needed: what Claude Code needs in its image, a shell, git and the C library, are this machine's.
struct DemoClaudeFiles {
    let folder: DemoFolder

    private static let programs = ["/usr/bin/bash", "/usr/bin/git"]

    /// Of the C library, by what Claude Code is linked to; newer ones have most of it in `libc.so.6`.
    private static let furtherLibraries = ["librt.so.1", "libpthread.so.0", "libdl.so.2", "libm.so.6"]

    /// The files that are text, for ``DemoRepository/create(changing:)``.
    static let texts: [String: Data?] = [
        ".airut/airut.yaml": Data(
            "default_model: sonnet\ntimeout: 600\ncontainer_env:\n  \(key): !secret \(key)\n".utf8),
        ".airut/network-allowlist.yaml": Data(
            """
            url_prefixes:
              - {host: api.anthropic.com, path: /v1/messages*, methods: [POST]}
              - {host: api.anthropic.com, path: /api/*, methods: [GET]}

            """.utf8),
        ".airut/container/Dockerfile": Data(PackageResources.Dockerfile) + Data(image.utf8),
        ".claude/settings.json": Data(hook.utf8),
    ]

    private static let key = DemoClaude.variable

    private static let image = """
        # What Claude Code needs: a shell, git, and the C library.
        COPY root /
        ENV GIT_AUTHOR_NAME=Claude GIT_AUTHOR_EMAIL=claude@airut.test
        ENV GIT_COMMITTER_NAME=Claude GIT_COMMITTER_EMAIL=claude@airut.test

        """

    /// Claude Code runs it at the start of each session: it shows what the container holds of the key, whatever the
    /// model does.
    private static let hook = """
        {"hooks": {"SessionStart": [{"hooks": [
          {"type": "command", "command": "echo $\(key) >> /storage/\(DemoEvidence.keysFile)"}
        ]}]}}

        """

    /// Copies programs and libraries to where the image's build finds them.
    func copyPrograms() async throws {
        let root = folder.seed + "/.airut/container/root"
        for path in try await Self.programs + libraries() {
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw DemoError(action: "read \(path)", reason: "it is not there, or not for this user")
            }
            try folder.write(bytes, to: root + path, permissions: 0o755)
        }
        try folder.write("root:x:0:0:root:/root:/usr/bin/bash\n", to: root + "/etc/passwd")
    }

    /// What the programs and Claude Code are linked to.
    private func libraries() async throws -> Set<String> {
        let result = try await ChildProcess.run(
            ChildCommand("ldd", Self.programs, environment: ["PATH": "/usr/bin:/bin"]), deadline: .seconds(60))
        guard result.isSuccess else { throw DemoError(action: "run ldd", reason: result.failure) }
        let words = String(decoding: result.output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        let found = Set(words.filter { $0.hasPrefix("/") && !$0.hasSuffix(":") }.map(String.init))
        let folders = found.filter { $0.hasSuffix("/libc.so.6") }.map { String($0.dropLast("libc.so.6".count)) }
        let further = folders.flatMap { folder in Self.furtherLibraries.map { folder + $0 } }
        return found.union(further.filter { FileManager.default.fileExists(atPath: $0) })
    }
}
