import AirutConfig
import AirutForge
import AirutModel
import AirutPolicy
import AirutStore
import FoundationEssentials
import Logging

/// Stage 8: pushes what the agent left, with credentials the container never saw, and opens or updates a pull request.
///
/// A failure here never loses the run: its work stays in the workspace, and the reply says what to do.
///
/// Of a run that did not come to its end no pull request is opened. Its work is pushed to the conversation's branch; but
/// where that already belongs to a pull request, which somebody could merge any minute, to a branch of the run's own.
struct Publisher: Sendable {
    let repository: RepositorySettings
    let state: StateDirectory
    let store: Store
    let git: GitChild
    /// `nil` when the repository opens no pull requests.
    let forge: GitHubForge?
    let disk: DiskReserve
    /// So many of the repository's publications go on at once: they need no slot.
    let turns: SlotAllocator
    let policy: RetryPolicy
    let logger: Logger

    /// - Throws: `CancellationError` when it is cut short, and nothing else. It may be repeated.
    func publish(_ work: Work) async throws -> Publication {
        guard repository.publish.mode != .none else { return Publication() }
        let conversation = work.run.conversation
        guard let base = conversation.workspaceBase, let own = conversation.branch else { return Publication() }
        let branch = work.isFinished || conversation.pullRequestNumber == nil ? own : "\(own)-wip-\(work.run.task.id)"
        var publication = Publication(isUnfinished: !work.isFinished)
        do {
            let pushed = try await push(work, base: base, branch: branch)
            publication.notes += Self.notes(on: pushed)
            let isPushed = pushed.outcome == .pushed
            // Pushed by an earlier run that did not get as far as its pull request, or by this one.
            let lacksRequest =
                (forge != nil || !work.isFinished) && conversation.lastPushed != nil
                && conversation.pullRequestNumber == nil
            guard isPushed || (pushed.outcome == .nothingToPublish && (lacksRequest || work.isPushed)) else {
                return publication
            }
            publication.branch = branch
            if isPushed, branch == own { await record(on: conversation.id) { $0.lastPushed = pushed.commit } }
            if work.isFinished { try await openPullRequest(for: work, pushed, &publication) }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            try Task.checkCancellation()
            let isDiskFull = disk.isExhausted
            logger.error(
                "publishing failed", metadata: ["conversation": "\(conversation.id)", "reason": "\(error)"])
            // Git would take a commit that could not be written for damage.
            publication.notes.append(isDiskFull ? Self.diskFull : Self.sentence(for: error))
        }
        return publication
    }

    /// What happened at the forge is not forgotten for a full disk.
    private func record(
        on conversation: ConversationID, _ change: @escaping @Sendable (inout ConversationRecord) -> Void
    ) async {
        await Persistence(logger: logger).retry { try await store.updateConversation(conversation, change) }
    }

    private func push(_ work: Work, base: String, branch: String) async throws -> GitPublication {
        try await persisting(with: work) {
            try await git.publish(
                work.directory.workspace, mirror: state.mirror(of: repository.id), branch: branch,
                base: base, lastPushed: work.run.conversation.lastPushed, commit: commit(for: work),
                protectedPaths: repository.publish.allowProtectedPaths ? [] : repository.publish.protectedPaths)
        }
    }

    private func commit(for work: Work) -> GitPublishRequest.Commit? {
        guard repository.publish.commitUncommitted else { return nil }
        let run = work.run
        let title = (work.isFinished ? "" : "WIP: ") + Self.title(of: run.conversation)
        return GitPublishRequest.Commit(
            message: "\(title)\n\nConversation: \(run.conversation.id)\nTask: \(run.task.id)\n",
            authorName: repository.git.authorName, authorEmail: repository.git.authorEmail.description)
    }

    private func openPullRequest(
        for work: Work, _ pushed: GitPublication, _ publication: inout Publication
    ) async throws {
        guard let forge, let branch = publication.branch else { return }
        let conversation = work.run.conversation
        do {
            let draft = PullRequestDraft(
                head: branch, base: conversation.defaultBranch ?? "main", title: Self.title(of: conversation),
                body: PullRequestText(work, pushed).text, isDraft: repository.publish.draft)
            let request = try await persisting(with: work) { try await forge.openOrUpdate(draft) }
            publication.pullRequest = request
            await record(on: conversation.id) {
                $0.pullRequestNumber = request.number
                $0.pullRequestURL = request.url
            }
        } catch let error as ForgeError {
            try Task.checkCancellation()
            logger.error(
                "a pull request failed", metadata: ["conversation": "\(conversation.id)", "reason": "\(error)"])
            publication.notes.append(
                "The branch `\(branch)` was pushed, but no pull request could be opened for it. Reply to try again.")
        }
    }

    static func title(of conversation: ConversationRecord) -> String {
        let words = conversation.subject.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty ? "Changes by Airut" : String(words.prefix(120))
    }
}

extension Publisher {
    private static func notes(on publication: GitPublication) -> [String] {
        var notes: [String] = []
        switch publication.outcome {
        case .refusedProtectedPaths:
            let paths = publication.protectedPaths.prefix(10).map { "`\($0)`" }.joined(separator: ", ")
            notes.append(
                "Nothing was pushed: the changes touch \(paths), which would run with the repository's own secrets. Ask "
                    + "for the work without those files, or have a person push them.")
        case .diverged:
            notes.append(
                "Nothing was pushed: somebody else's commits are on the branch. Ask the agent to begin from them, or "
                    + "merge the pull request first.")
        case .nothingToPublish, .pushed: break
        }
        if publication.uncommittedPaths > 0 {
            notes.append("\(publication.uncommittedPaths) changed files were not committed and stay in the workspace.")
        }
        return notes + publication.notes
    }

    private static let diskFull =
        "Nothing was pushed: the server's disk is full. The work is kept; reply to try again once its operator has made "
        + "room."

    private static func sentence(for error: any Error) -> String {
        switch (error as? GitFailure)?.kind {
        case .damagedWorkspace:
            "Nothing was pushed: the workspace's `.git` folder is damaged or was tampered with."
        case .unauthorized: "Nothing was pushed: the forge refused this server's access. The work is kept."
        case .notFound: "Nothing was pushed: the forge does not know the repository any more. The work is kept."
        case .unreachable, .timedOut:
            "Nothing was pushed: the forge could not be reached. The work is kept; reply to try again."
        case .damagedMirror, .unusable, .other, nil:
            "Publishing failed; the operator's log says why. The work is kept; reply to try again."
        }
    }
}
