import AirutModel
import AirutSandbox
import AirutStore
import FoundationEssentials
import Glibc
import Logging
import ServiceLifecycle

extension CleanUp {
    /// A forgotten conversation's folder bears this name in front until it is removed.
    private static let forgotten = "forgotten-"

    /// Folders of forgotten conversations, outboxes of delivered replies, and what killed processes left.
    ///
    /// A store that was restored does not know the conversations since then, whose workspaces may hold the only copy of
    /// somebody's work: an unknown folder stays until it is as old as a conversation that is forgotten.
    func removeFolders(at now: Date, unchangedSince limit: Date) async throws {
        await removeUnfinished(in: state.folder(of: repository), prefix: "mirror.git.new-", at: now)
        let folder = state.conversations(of: repository)
        // Folders first: one that is made after this look belongs to a conversation that is not forgotten.
        let names = Self.names(in: folder)
        let known = try await store.conversationIDs(repository)
        var kept: [String] = []
        for name in names where !isEnding {
            let path = "\(folder)/\(name)"
            if name.hasPrefix(Self.forgotten) { await remove(path) }
            guard let conversation = ConversationID(name) else { continue }
            if known.contains(conversation) {
                await removeUnfinished(in: path, prefix: "workspace.new-", at: now)
                try await removeOutboxes(of: conversation, at: now)
            } else if await hasChanged(path, since: limit) {
                kept.append(name)
            } else {
                await remove(path)
            }
        }
        if !isEnding { tell(kept) }
    }

    /// After its rows: a crash in between leaves a folder that nobody knows.
    func setAside(_ conversation: ConversationID) {
        let folder = state.conversations(of: repository)
        _ = unsafe rename("\(folder)/\(conversation)", "\(folder)/\(Self.forgotten)\(conversation)")
    }

    private func tell(_ kept: [String]) {
        let news = named.withLock { named in
            defer { named.formUnion(kept) }
            return kept.filter { !named.contains($0) }
        }
        guard !news.isEmpty else { return }
        logger.warning(
            "the store does not know these conversations; their folders are kept until nothing changed in them for long",
            metadata: [
                "folders": "\(news.joined(separator: " "))", "days": "\(maximumAge.components.seconds / 86_400)",
            ])
    }

    /// What cannot be looked at may have changed.
    private func hasChanged(_ path: String, since date: Date) async -> Bool {
        do {
            return try await cancelWhenGracefulShutdown { try await sandbox.hasChanged(path, since: date) }
        } catch {
            if isEnding { return true }
            logger.error("a folder cannot be looked at", metadata: ["folder": "\(path)", "reason": "\(error)"])
            return true
        }
    }

    private func removeOutboxes(of conversation: ConversationID, at now: Date) async throws {
        let folder = state.conversation(conversation, of: repository).tasks
        let names = Self.names(in: folder)
        guard !names.isEmpty else { return }
        let delivered = try await store.deliveredTasks(of: conversation, before: Self.delivered(now))
        for name in names where TaskID(name).map(delivered.contains) ?? false { await remove("\(folder)/\(name)") }
    }

    private func removeUnfinished(in folder: String, prefix: String, at now: Date) async {
        for name in Self.names(in: folder) where name.hasPrefix(prefix) {
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            guard let date = attributes?[.modificationDate] as? Date, date < Self.settled(now) else { continue }
            await remove("\(folder)/\(name)")
        }
    }

    private func remove(_ path: String) async {
        do {
            try await cancelWhenGracefulShutdown { try await sandbox.removeTree(path) }
        } catch {
            guard !isEnding else { return }
            logger.error("a folder cannot be removed", metadata: ["folder": "\(path)", "reason": "\(error)"])
        }
    }

    private static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}
