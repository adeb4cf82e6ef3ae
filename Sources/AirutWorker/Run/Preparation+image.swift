import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy
import AirutSandbox
import AirutStore
import FoundationEssentials

extension Preparation {
    /// The image to run in; a build that fails stops the run only when there is no earlier image to fall back on.
    func image(
        of files: RepositoryFiles, _ allowlist: AllowlistFile, for task: TaskID, notes: inout [String]
    ) async throws -> String {
        let content = try files.buildContext()
        let policy = policy.sandboxesBuilds ? try policy.imageBuild(allowlist).line().reveal() : ""
        do {
            let image = try await images.image(for: content, policy: [UInt8](policy.utf8))
            await keepNetworkLog(of: content, for: task)
            if image.failure != nil {
                notes.append("The container's image could not be built anew, so this run used an earlier one.")
            }
            return image.tag
        } catch let error as SandboxError {
            await keepNetworkLog(of: content, for: task)
            throw await failure(error, task)
        }
    }

    /// A build belongs to no task, since it may go on in the background: what it did is told to the next that asks.
    private func keepNetworkLog(of content: ImageContent, for task: TaskID) async {
        let lines = await images.takeNetworkLog(of: content)
        // A log is no reason not to run: what the disk does not take is left out.
        try? await store.append(lines.map { Data($0) }, to: task, in: .build)
    }

    private func failure(_ error: SandboxError, _ task: TaskID) async -> StageFailure {
        switch error.kind {
        case .image:
            let log = MarkdownText.codeBlock([error.log, error.reason].compactMap(\.self).joined(separator: "\n"))
            let blocked = await NetworkLog(store: store).blocked(.build, of: task)
            let sections = ["its container image could not be built.", log, blocked?.buildMarkdown]
            return .answer(
                .repositorySetup(sections.compactMap(\.self).joined(separator: "\n\n")), detail: "\(error)")
        case .diskFull:
            return StageFailure(remedy: .tryAgain, failure: .serverDiskFull, detail: "\(error)")
        case .noNetwork, .networkLost:
            return StageFailure(remedy: .tryAgain, failure: .noNetwork, detail: "\(error)")
        case .host, .imageMissing, .other: return .answer(.serverFault, detail: "\(error)")
        }
    }
}
