import AirutModel
import AirutSandbox
import AirutStore
import FoundationEssentials
import Logging

/// Forgets conversations that nobody continued for `execution.conversation_max_age_days`, and the bytes of messages that
/// were decided upon. Never an active conversation; a folder that cannot be removed stops nothing else.
struct CleanUp: Sendable {
    let repository: RepositoryID
    let state: StateDirectory
    let store: Store
    let sandbox: Sandbox
    let maximumAge: Duration
    let logger: Logger

    private static let interval: TimeInterval = 3600
    /// Refused mail is a stranger's: kept only as long as an operator may want to look at it.
    private static let refusedAge: TimeInterval = 7 * 86_400

    func pass() async throws -> Date? {
        let age = TimeInterval(maximumAge.components.seconds)
        let limit = Date(timeIntervalSinceNow: -age)
        for conversation in try await store.idleConversations(repository, lastActiveBefore: limit) {
            _ = try await store.delete(conversation.id, unlessActiveSince: limit)
        }
        try await removeForgottenFolders()
        _ = try await store.purgeRaw(.refused, decidedBefore: Date(timeIntervalSinceNow: -Self.refusedAge))
        _ = try await store.purgeRaw(.answered, decidedBefore: limit)
        return Date(timeIntervalSinceNow: Self.interval)
    }

    /// Folders are removed after their rows, so a crash in between leaves folders without a row: these.
    private func removeForgottenFolders() async throws {
        let folder = state.conversations(of: repository)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return }
        let known = try await store.conversationIDs(repository)
        for name in names where ConversationID(name).map({ !known.contains($0) }) ?? false {
            do {
                try await sandbox.removeTree("\(folder)/\(name)")
            } catch {
                logger.error("a folder cannot be removed", metadata: ["folder": "\(name)", "reason": "\(error)"])
            }
        }
    }
}
