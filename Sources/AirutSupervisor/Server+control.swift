import AirutModel
import AirutSandbox
import AirutStore
import AirutWorker
import FoundationEssentials
import Glibc
import Synchronization

extension Server {
    /// What the control socket does, also for those in the same process.
    public func answer(_ request: ControlRequest) async -> ControlAnswer {
        do {
            switch request {
            case .status: return .status(try await status())
            case .stop(let id): return try await stop(id)
            case .retryMail(let mails): return try await retry(mails)
            }
        } catch {
            return .refused("\(error)")
        }
    }

    private func status() async throws -> ServerStatus {
        var repositories: [RepositoryStatus] = []
        for (id, worker) in workers {
            repositories.append(try await worker.status(failure: failures.withLock { $0[id] }))
        }
        var problems = repositories.flatMap { status in status.problems.map { "\(status.repository): \($0)" } }
        if let shortage = DiskReserve(path: home.directory.path).shortage {
            problems.insert("New mail stays in its mailbox: \(shortage).", at: 0)
        }
        return ServerStatus(
            processID: getpid(), startedAt: startedAt, isStopping: isStopping.withLock(\.self),
            stateDirectory: home.directory.path, freeBytes: DiskSpace(at: home.directory.path)?.freeBytes,
            repositories: repositories, problems: problems)
    }

    private func stop(_ id: String) async throws -> ControlAnswer {
        guard let task = try await openTask(id) else {
            return .refused("There is no queued or running task “\(id)”, nor one of a conversation “\(id)”.")
        }
        guard let worker = workers.first(where: { $0.id == task.repository })?.worker else {
            return .refused("Task \(task.id) belongs to \(task.repository), which this server does not serve.")
        }
        if task.state == .queued, try await worker.withdraw(task.id) {
            return .done(["Task \(task.id) was taken out of the queue; its sender is told."])
        }
        return await worker.stop(task.id)
            ? .done(["Task \(task.id) is being stopped; what it did is kept, and its sender is told."])
            : .refused("Task \(task.id) cannot be stopped: it is not running here, or has just ended.")
    }

    /// The task itself, or the one that a conversation has running or else queued.
    private func openTask(_ id: String) async throws -> TaskRecord? {
        var tasks: [TaskRecord] = []
        if let task = TaskID(id), let found = try await store.task(task) { tasks.append(found) }
        if let conversation = ConversationID(id) { tasks += try await store.tasks(of: conversation) }
        return tasks.first { $0.state == .running } ?? tasks.first { $0.state == .queued }
    }

    private func retry(_ mails: [OutgoingRecord.ID]?) async throws -> ControlAnswer {
        var done: [String] = []
        let wanted = if let mails { mails } else { try await undeliverable() }
        for mail in wanted {
            do {
                let repository = try await store.resend(mail)
                workers.first { $0.id == repository }?.worker.sendMail()
                done.append("Mail \(mail) is being sent again.")
            } catch let error as StoreError {
                // What went before is done all the same, and told.
                return .refused((done + ["\(error)"]).joined(separator: " "))
            }
        }
        return .done(done.isEmpty ? ["No mail is undeliverable."] : done)
    }

    private func undeliverable() async throws -> [OutgoingRecord.ID] {
        var found: [OutgoingRecord.ID] = []
        for (id, _) in workers { found += try await store.overview(id, limit: 10_000).undeliverable.map(\.id) }
        return found
    }
}
