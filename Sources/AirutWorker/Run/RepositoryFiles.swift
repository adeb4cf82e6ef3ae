import AirutConfig
import AirutMail
import AirutPolicy
import AirutSandbox
import FoundationEssentials

/// The `.airut/` folder of the default branch, and the container's build context.
struct RepositoryFiles: Sendable {
    struct File: Sendable {
        /// Relative to the repository's root.
        let path: String
        let isExecutable: Bool
        let bytes: [UInt8]
    }

    /// Of the default branch; `nil` when they were read while it moved.
    let commit: String?
    let files: [File]
    let containerPath: String

    /// `.airut/airut.yaml`; all defaults when there is none.
    func configuration() throws -> RepositoryConfiguration {
        let name = ".airut/airut.yaml"
        guard let file = files.first(where: { $0.path == name }) else { return RepositoryConfiguration() }
        let loaded = RepositoryConfiguration.parse(bytes: file.bytes, file: name)
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
                bytes: file.bytes)
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
}

extension Preparation {
    /// Read once for each commit: a default branch changes rarely, and what it holds may be large.
    ///
    /// - Parameter commit: where the default branch stands; `nil` when that is not known.
    func repositoryFiles(at commit: String?) async throws -> RepositoryFiles {
        if let commit, let known = lastFiles.files(at: commit, containerPath: repository.containerPath) { return known }
        let mirror = state.mirror(of: repository.id)
        do {
            var trees = [try await read(".airut", mirror)]
            if repository.containerPath != ".airut", !repository.containerPath.hasPrefix(".airut/") {
                trees.append(try await read(repository.containerPath, mirror))
            }
            let files = RepositoryFiles(
                commit: trees.allSatisfy { $0.commit == trees[0].commit } ? trees[0].commit : nil,
                files: trees.flatMap(\.files), containerPath: repository.containerPath)
            lastFiles.keep(files)
            return files
        } catch let failure as GitFailure {
            throw StageFailure(
                remedy: failure.remedyWithMirror, failure: .repositoryUnavailable, detail: failure.description)
        }
    }

    private func read(_ path: String, _ mirror: String) async throws -> (commit: String, files: [RepositoryFiles.File])
    {
        let tree = try await git.tree(mirror: mirror, path: path)
        let files = tree.files.map { file in
            RepositoryFiles.File(
                path: "\(path)/\(file.path)", isExecutable: file.isExecutable,
                bytes: Data(base64Encoded: file.content).map { [UInt8]($0) } ?? [])
        }
        return (tree.commit, files)
    }
}
