import AirutForge
import AirutAgent
import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy
import AirutSandbox
import AirutStore
import FoundationEssentials
import Logging

/// Stage 9: composes the answer and ends the run, both in one transaction.
struct Reporter: Sendable {
    let store: Store
    let writer: MailWriter
    let composed: Wakeup
    let logger: Logger

    /// A run whose agent came to an end.
    func report(_ outcome: AgentRun, _ publication: Publication) async {
        let run = outcome.prepared.run
        let failure = outcome.failure
        let footer = ResultFooter(
            task: run.task.id, pullRequest: publication.pullRequest.map(ResultFooter.PullRequest.init),
            branch: publication.branch, model: outcome.prepared.model, costUSD: outcome.result.costUSD,
            duration: outcome.duration, notes: outcome.prepared.notes + publication.notes + outcome.outbox.notes)
        let letter =
            failure.map { Letter.failure($0, text: outcome.replyText, footer: footer) }
            ?? Letter.result(outcome.replyText ?? "", footer: footer)
        let attachments = outcome.outbox.files.map { ReplyAttachment(fileName: $0.name, content: $0.bytes) }
        await end(
            run, outcome.taskResult, letter, attachments: attachments,
            outbox: attachments.isEmpty ? nil : outcome.prepared.outbox,
            update: { [session = outcome.result.sessionToResume] in $0.sessionID = session })
    }

    /// A run that could not be carried out.
    func report(_ run: Run, _ failure: StageFailure) async {
        let letter = Letter.failure(failure.failure, footer: ResultFooter(task: run.task.id))
        await end(run, TaskResult(outcome: TaskResult.notRun, detail: failure.detail), letter) { _ in }
    }

    /// A run that a previous server left behind.
    func interruption(of run: Run) -> NewOutgoing {
        writer.mail(.interrupted(task: run.task.id), kind: .reply, for: occasion(of: run))
    }

    /// Tried until the disk takes it: the answer must not be lost.
    private func end(
        _ run: Run, _ result: TaskResult, _ letter: Letter, attachments: [ReplyAttachment] = [],
        outbox: String? = nil, update: @escaping @Sendable (inout ConversationRecord) -> Void
    ) async {
        let reply = writer.mail(
            letter, kind: .reply, for: occasion(of: run), attachments: attachments, outbox: outbox)
        let isRecorded = await Persistence(logger: logger).retry {
            try await store.finish(run.task.id, result, reply: reply, update: update)
        }
        guard isRecorded else { return }
        logger.info("answered", metadata: ["task": "\(run.task.id)", "outcome": "\(result.outcome)"])
        composed.signal()
    }

    /// Every proven sender of the merged messages gets the answer, which names all of them.
    private func occasion(of run: Run) -> MailWriter.Occasion {
        var recipients: [EmailAddress] = []
        for sender in run.messages.compactMap({ $0.sender.flatMap(EmailAddress.init) })
        where !recipients.contains(sender) { recipients.append(sender) }
        return MailWriter.Occasion(
            recipients: recipients, subject: run.conversation.subject, conversation: run.conversation.id,
            // A document that no longer decodes costs the thread a reference, not the sender the answer.
            documents: run.messages.map { (try? $0.read()) ?? MessageDocument(messageID: $0.messageID?.description) })
    }
}

extension ResultFooter.PullRequest {
    init(_ request: PullRequest) { self.init(number: request.number, url: request.url, isNew: request.isNew) }
}
