public import AirutConfig
import AirutModel
import AirutPolicy
import AirutSandbox
import FoundationEssentials

/// The default branch of a repository, as far as airut reads it, without keeping anything.
public struct RepositorySnapshot: Sendable {
    /// The regular files of `.airut/` and of the container's folder, from the repository's root.
    public let files: [RepositoryCheck.File]
    public let defaultBranch: String

    /// Fetches the repository into a temporary folder.
    ///
    /// - Parameter settings: the credential to fetch with.
    /// - Throws: a sentence about what could not be done.
    public static func fetch(
        _ url: String, settings: GitSettings, containerPath: String, tools: ToolFolder
    ) async throws -> Self {
        let git = GitChild(tools: tools, url: url, settings: settings)
        return try await TemporaryFolder.with("airut-check", in: tools.scratchPath) { folder in
            let mirror = folder + "/mirror"
            let state = try await git.refresh(mirror: mirror)
            let isInside = containerPath == ".airut" || containerPath.hasPrefix(".airut/")
            var files: [RepositoryCheck.File] = []
            for path in [".airut"] + (isInside ? [] : [containerPath]) {
                files += try await git.tree(mirror: mirror, path: path).files.map { file in
                    RepositoryCheck.File(
                        path: "\(path)/\(file.path)", bytes: Data(base64Encoded: file.content).map { [UInt8]($0) } ?? []
                    )
                }
            }
            return Self(files: files, defaultBranch: state.defaultBranch)
        }
    }
}
