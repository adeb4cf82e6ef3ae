import AirutConfig
import AirutMail
import AirutPolicy
import AirutSandbox
import FoundationEssentials

/// The `.airut/` folder of the default branch, and the container's build context.
struct RepositoryFiles: Sendable {
    /// Paths relative to the repository's root.
    let files: [GitTree.File]
    let containerPath: String

    /// `.airut/airut.yaml`; all defaults when there is none.
    func configuration() throws -> RepositoryConfiguration {
        let name = ".airut/airut.yaml"
        guard let file = files.first(where: { $0.path == name }) else { return RepositoryConfiguration() }
        let loaded = RepositoryConfiguration.parse(bytes: content(of: file), file: name)
        guard let value = loaded.value else {
            let problems = loaded.problems.map(\.description).joined(separator: "\n")
            throw StageFailure.answer(
                .repositorySetup("its configuration has mistakes.\n\n\(MarkdownText.codeBlock(problems))"),
                detail: problems)
        }
        return value
    }

    /// The Dockerfile and its siblings.
    func buildContext() throws -> ImageContent {
        let prefix = containerPath + "/"
        let context = files.filter { $0.path.hasPrefix(prefix) }.map { file in
            ImageContent.File(
                path: String(file.path.dropFirst(prefix.count)), isExecutable: file.isExecutable,
                bytes: content(of: file))
        }
        guard context.contains(where: { $0.path == "Dockerfile" }) else {
            throw StageFailure.answer(
                .repositorySetup(
                    "its default branch has no `\(containerPath)/Dockerfile`, so there is no environment to work in."),
                detail: "no \(containerPath)/Dockerfile on the default branch")
        }
        do {
            return try ImageContent(files: context)
        } catch {
            throw StageFailure.answer(.repositorySetup("its container folder cannot be used."), detail: "\(error)")
        }
    }

    private func content(of file: GitTree.File) -> [UInt8] {
        Data(base64Encoded: file.content).map { [UInt8]($0) } ?? []
    }
}

extension Preparation {
    func repositoryFiles() async throws -> RepositoryFiles {
        let mirror = state.mirror(of: repository.id)
        do {
            var files = try await read(".airut", mirror)
            if repository.containerPath != ".airut", !repository.containerPath.hasPrefix(".airut/") {
                files += try await read(repository.containerPath, mirror)
            }
            return RepositoryFiles(files: files, containerPath: repository.containerPath)
        } catch let failure as GitFailure {
            throw StageFailure.answer(.repositoryUnavailable, detail: failure.description)
        }
    }

    private func read(_ path: String, _ mirror: String) async throws -> [GitTree.File] {
        try await git.tree(mirror: mirror, path: path).files.map {
            GitTree.File(path: "\(path)/\($0.path)", isExecutable: $0.isExecutable, content: $0.content)
        }
    }
}
