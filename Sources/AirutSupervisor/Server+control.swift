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
            case .reload(let now): return await answerReload(now)
            }
        } catch {
            return .refused("\(error)")
        }
    }

    private func status() async throws -> ServerStatus {
        let configuration = await reloader.status
        var repositories: [RepositoryStatus] = []
        for keeper in fleet.keepers {
            repositories.append(
                try await keeper.worker.status(failure: keeper.failure, isRemoved: keeper.plan.isRemoved))
        }
        var problems = repositories.flatMap { status in status.problems.map { "\(status.repository): \($0)" } }
        if let shortage = DiskReserve(path: home.directory.path).shortage {
            problems.insert("New mail stays in its mailbox: \(shortage).", at: 0)
        }
        let served = Set(repositories.map(\.repository))
        for repository in try await store.busyRepositories() where !served.contains(repository) {
            problems.append(
                "\(repository) is not in the configuration, but something it had taken is not carried through: put it back."
            )
        }
        if let failure = configuration.failure { problems.insert(failure.sentence, at: 0) }
        return ServerStatus(
            processID: getpid(), startedAt: startedAt, isStopping: isStopping.withLock(\.self),
            stateDirectory: home.directory.path, freeBytes: DiskSpace(at: home.directory.path)?.freeBytes,
            configuration: configuration, repositories: repositories, problems: problems)
    }

    private func answerReload(_ now: Bool) async -> ControlAnswer {
        switch await reload(now: now) {
        case .applied(let sentences): .done(sentences)
        case .broken(let problems): .broken(problems)
        case .refused(let reason): .refused(reason)
        }
    }

    private func worker(of repository: RepositoryID) -> RepositoryWorker? {
        fleet.keepers.first { $0.id == repository }?.worker
    }

    private func stop(_ id: String) async throws -> ControlAnswer {
        guard let task = try await openTask(id) else {
            return .refused("There is no queued or running task “\(id)”, nor one of a conversation “\(id)”.")
        }
        guard let worker = worker(of: task.repository) else {
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
                worker(of: repository)?.sendMail()
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
        for keeper in fleet.keepers {
            found += try await store.overview(keeper.id, limit: 10_000).undeliverable.map(\.id)
        }
        return found
    }
}

extension ConfigurationStatus.Failure {
    /// The first problems; `airut check` has them all.
    fileprivate var sentence: String {
        let rest = problems.count > 3 ? "; and \(problems.count - 3) more: see airut check" : ""
        return "The changed configuration cannot be used, the one before is in force: "
            + problems.prefix(3).joined(separator: "; ") + rest
    }
}
