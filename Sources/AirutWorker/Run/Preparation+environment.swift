import AirutAgent
import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy
import AirutStore
import FoundationEssentials

extension Preparation {
    /// The container's variables: what `container_env` names, with the server's secrets or their surrogates filled in.
    func environment(_ configuration: RepositoryConfiguration) throws -> [String: Secret] {
        var environment: [String: Secret] = ["HOME": Secret("/root"), "LANG": Secret("C.UTF-8")]
        for variable in configuration.containerEnvironment {
            switch variable.value {
            case .plain(let text): environment[variable.name] = Secret(text)
            case .secret(let name, let isOptional):
                let value = secret(named: name)
                guard value != nil || isOptional else {
                    throw StageFailure.answer(
                        .repositorySetup(
                            "its `.airut/airut.yaml` needs a secret named `\(name)`, which this server does not offer it."
                        ),
                        detail: "container_env.\(variable.name): no secret \(name)")
                }
                // An empty value would only hide that something is missing.
                if let value, !value.isEmpty { environment[variable.name] = value }
            }
        }
        return environment.merging(AgentInvocation.environment.mapValues { Secret($0) }) { _, required in required }
    }

    /// Whether a secret is masked is decided by the server's file; the repository cannot tell.
    private func secret(named name: String) -> Secret? {
        if let masked = repository.maskedSecrets[name] { return Surrogate.random(for: masked.value) }
        return repository.secrets[name]
    }

    /// What the agent has to be told: this run's messages, and those of runs before it that it has not heard of.
    ///
    /// With its session it has heard of every run that was carried out, without one only of those that brought an answer.
    func unseen(by run: Run) async throws -> (messages: [MessageRecord], lastAnswer: TaskRecord?) {
        let hasSession = run.conversation.sessionID != nil
        let ended = try await store.tasks(of: run.conversation.id).filter { $0.endedAt != nil }
        let last = ended.lastIndex { hasSession ? $0.outcome != TaskResult.notRun : $0.outcome == TaskResult.success }
        let unheard = Set(ended.suffix(from: last.map { $0 + 1 } ?? 0).map(\.id))
        let messages = try await store.messages(in: run.conversation.id).filter { message in
            guard let task = message.task, message.document != nil else { return false }
            return task == run.task.id || unheard.contains(task)
        }
        return (messages, hasSession ? nil : last.map { ended[$0] })
    }

    /// The prompt: what the senders wrote, and which files came with it.
    func prompt(
        for run: Run, _ messages: [MessageRecord], after lastAnswer: TaskRecord?,
        attachments: [MessageRecord.ID: [AgentPrompt.Attachment]]
    ) throws -> AgentPrompt {
        let isNew = run.conversation.sessionID == nil && lastAnswer == nil
        let messages = try messages.map { message in
            guard let sender = message.sender.flatMap(EmailAddress.init) else {
                throw WorkerError(action: "use message \(message.id)", reason: "its sender was not recorded")
            }
            return AgentPrompt.Message(
                sender: sender, receivedAt: message.receivedAt, text: try message.read().text,
                attachments: attachments[message.id] ?? [])
        }
        return AgentPrompt(
            subject: isNew ? run.conversation.subject : nil, messages: messages,
            lostSession: lastAnswer.map { AgentPrompt.LostSession(lastReply: $0.replyText) })
    }
}
