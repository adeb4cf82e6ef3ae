import AirutAgent
import AirutConfig
import AirutForge
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
        await report(
            outcome.work, publication, outcome.failure, outcome.taskResult, notes: outcome.notes
        ) { [session = outcome.result.sessionToResume] in $0.sessionID = session }
    }

    /// A run that could not be carried out.
    func report(_ run: Run, _ failure: StageFailure) async {
        let letter = Letter.failure(failure.failure, footer: ResultFooter(task: run.task.id))
        await end(run, TaskResult(outcome: TaskResult.notRun, detail: failure.detail), letter) { _ in }
    }

    /// A run that somebody stopped before its agent had begun.
    func report(_ run: Run, withdrawnBy stopper: Stopper) async {
        let letter = Letter.withdrawn(run.task.id, by: stopper)
        await end(run, TaskResult(outcome: TaskResult.withdrawn), letter) { _ in }
    }

    /// A run with what is left of it, whoever looked after it to its end.
    ///
    /// - Parameters:
    ///   - failure: `nil` for a success.
    ///   - notes: sentences on what came before.
    func report(
        _ work: Work, _ publication: Publication, _ failure: RunFailure?, _ result: TaskResult, notes: [String] = [],
        update: @escaping @Sendable (inout ConversationRecord) -> Void = { _ in }
    ) async {
        let task = work.run.task
        let path = work.directory.outbox(of: task.id)
        let outbox = OutboxFiles(in: path)
        let total = result.adding(task)
        let footer = ResultFooter(
            task: task.id, pullRequest: publication.pullRequest.map(ResultFooter.PullRequest.init),
            branch: publication.branch, isUnfinished: publication.isUnfinished,
            model: work.run.conversation.model, costUSD: total.costUSD, duration: total.duration,
            notes: notes + publication.notes + outbox.notes,
            blocked: await NetworkLog(store: store).blocked(.network, of: task.id))
        let letter =
            failure.map { Letter.failure($0, text: result.replyText, footer: footer) }
            ?? Letter.result(result.replyText ?? "", footer: footer)
        await end(
            work.run, result, letter,
            state: result.outcome == TaskResult.interrupted ? .interrupted : .finished, outbox: (path, outbox),
            update: update)
    }

    /// Tried until the disk takes it: the answer must not be lost.
    private func end(
        _ run: Run, _ result: TaskResult, _ letter: Letter, state: TaskRecord.State = .finished,
        outbox: (path: String, content: OutboxFiles)? = nil,
        update: @escaping @Sendable (inout ConversationRecord) -> Void
    ) async {
        let attachments = outbox?.content.files.map { ReplyAttachment(fileName: $0.name, content: $0.bytes) } ?? []
        let reply = writer.mail(
            letter, kind: .reply, for: MailWriter.Occasion(run), attachments: attachments,
            outbox: attachments.isEmpty ? nil : outbox?.path)
        let isRecorded = await Persistence(logger: logger).retry {
            try await store.finish(run.task.id, result, state: state, reply: reply, update: update)
        }
        guard isRecorded else { return }
        logger.info("answered", metadata: ["task": "\(run.task.id)", "outcome": "\(result.outcome)"])
        composed.signal()
    }
}

extension ResultFooter.PullRequest {
    init(_ request: PullRequest) { self.init(number: request.number, url: request.url, isNew: request.isNew) }
}
