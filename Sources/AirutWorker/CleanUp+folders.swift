import AirutModel
import AirutSandbox
import AirutStore
import FoundationEssentials
import Logging

extension CleanUp {
    /// Folders of forgotten conversations, outboxes of delivered replies, and what killed processes left.
    func removeFolders(at now: Date) async throws {
        await removeUnfinished(in: state.folder(of: repository), prefixes: ["mirror.git.new-", "image-"], at: now)
        let folder = state.conversations(of: repository)
        // Folders first: one that is made after this look belongs to a conversation that is not forgotten.
        let names = Self.names(in: folder)
        let known = try await store.conversationIDs(repository)
        for name in names {
            guard let conversation = ConversationID(name) else { continue }
            if known.contains(conversation) {
                await removeUnfinished(in: "\(folder)/\(name)", prefixes: ["workspace.new-"], at: now)
                try await removeOutboxes(of: conversation, at: now)
            } else {
                // Folders are removed after their rows: a crash in between leaves folders without a row.
                await remove("\(folder)/\(name)")
            }
        }
    }

    private func removeOutboxes(of conversation: ConversationID, at now: Date) async throws {
        let folder = state.conversation(conversation, of: repository).tasks
        let names = Self.names(in: folder)
        guard !names.isEmpty else { return }
        let delivered = try await store.deliveredTasks(of: conversation, before: Self.delivered(now))
        for name in names where TaskID(name).map(delivered.contains) ?? false { await remove("\(folder)/\(name)") }
    }

    private func removeUnfinished(in folder: String, prefixes: [String], at now: Date) async {
        for name in Self.names(in: folder) where prefixes.contains(where: name.hasPrefix) {
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            guard let date = attributes?[.modificationDate] as? Date, date < Self.settled(now) else { continue }
            await remove("\(folder)/\(name)")
        }
    }

    private func remove(_ path: String) async {
        do {
            try await sandbox.removeTree(path)
        } catch {
            logger.error("a folder cannot be removed", metadata: ["folder": "\(path)", "reason": "\(error)"])
        }
    }

    private static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}
