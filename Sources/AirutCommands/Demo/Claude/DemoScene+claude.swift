import AirutModel
import AirutStore
import AirutTestMail

extension DemoScene {
    /// A run of the real Claude Code may have to wait, say because nobody answers: then the demonstration is over.
    func inbox(of count: Int, answering record: MessageRecord) async throws -> [StoredMessage] {
        let patience = Duration.seconds(claude == nil ? 300 : 3600)
        return try await withThrowingTaskGroup(of: [StoredMessage].self) { group in
            group.addTask { try await mail.messages(of: DemoAddresses.alice, within: patience) { $0.count >= count } }
            if claude != nil, let task = record.task { group.addTask { try await failure(of: task) } }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }

    /// Ends when the run has to wait, by throwing why.
    private func failure(of id: TaskID) async throws -> Never {
        for await _ in store.changes(in: [.tasks]) {
            guard let task = try await store.task(id), task.state == .queued, task.notBefore != nil else { continue }
            throw DemoError(action: "carry on", reason: task.detail ?? "the run has to wait")
        }
        throw CancellationError()
    }

    /// - Throws: when the key did get into a container, or nothing shows that it did not.
    func showKey(of claude: DemoClaude) async throws {
        let evidence = try await DemoEvidence(store, printer.repository, repository, key: claude.key)
        if let doubt = evidence.doubt(claude.key) {
            throw DemoError(action: "show that the key stayed outside", reason: doubt)
        }
        printer.shown(evidence)
    }
}
