import AirutConfig
import AirutMail
import AirutPolicy

extension RepositoryFiles {
    var hasAllowlist: Bool { files.contains { $0.path == AllowlistFile.path } }

    /// `.airut/network-allowlist.yaml`. A repository without one gets an answer that says so: nothing could run.
    func allowlist() throws -> AllowlistFile {
        let name = AllowlistFile.path
        guard let file = files.first(where: { $0.path == name }) else {
            throw StageFailure.answer(
                .repositorySetup(
                    "its default branch has no `\(name)`, so its container may reach nothing, not even Claude."),
                detail: "no \(name) on the default branch")
        }
        let loaded = AllowlistFile.parse(bytes: file.bytes, file: name)
        guard let value = loaded.value else {
            let problems = loaded.problems.map(\.description).joined(separator: "\n")
            throw StageFailure.answer(
                .repositorySetup("its network allowlist has mistakes.\n\n\(MarkdownText.codeBlock(problems))"),
                detail: problems)
        }
        return value
    }
}
