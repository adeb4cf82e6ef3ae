import AirutAgent
import AirutModel
import AirutStore
import FoundationEssentials
import Logging

/// Stores the agent's events as they come and reduces them to its result.
final class EventRecorder: Sendable {
    private let summary: EventSummary
    private let log: LogWriter

    /// - Parameters:
    ///   - messages: those in the prompt.
    ///   - append: writes lines to the run's log; the store's own unless given.
    ///   - mostLoggedBytes: of this run's log; what comes later is not kept, the result is.
    init(
        store: Store, run: Run, messages: [MessageRecord.ID], logger: Logger,
        append: (@Sendable ([Data]) async throws -> Void)? = nil, mostWaitingBytes: Int = 4 << 20,
        mostLoggedBytes: Int = 256 << 20
    ) {
        let (task, conversation) = (run.task.id, run.conversation.id)
        let append = append ?? { try await store.append($0, to: task) }
        let summary = EventSummary(resumedSession: run.conversation.sessionID)
        self.summary = summary
        log = LogWriter(
            of: task, mostWaitingBytes: mostWaitingBytes, mostLoggedBytes: mostLoggedBytes, logger: logger
        ) { lines in
            // At once: after a crash the conversation goes on where this run was. And first: a disk that has no room for
            // the log has some for this.
            if let (session, isHeard) = summary.news {
                try await store.record(session: session, of: conversation, hearing: isHeard ? messages : [])
                summary.isSaved(session, isHeard: isHeard)
            }
            if !lines.isEmpty { try await append(lines) }
        }
    }

    /// Returns when there is room for more: the agent cannot write faster than the disk.
    func record(_ line: [UInt8]) async {
        let line = Data(line)
        summary.add(line)
        await log.add(line)
    }

    /// Writes events while the body runs, and the last of them before it returns.
    func during<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        try await log.during(body)
    }

    var result: AgentResult { summary.result }
}

/// What has come of a run so far, and how much of that is recorded.
private final class EventSummary: Sendable {
    private struct State {
        var transcript: AgentTranscript
        var savedSession: String?
        var isHeard = false
    }

    private let state: Locked<State>

    init(resumedSession session: String?) {
        state = Locked(State(transcript: AgentTranscript(resumedSession: session), savedSession: session))
    }

    var result: AgentResult { state.withLock { $0.transcript.result } }

    func add(_ line: Data) { _ = state.withLock { $0.transcript.add(line: line) } }

    /// The session, when that or that the model has answered in it is not recorded yet.
    var news: (session: String, isHeard: Bool)? {
        state.withLock { state in
            // Not the whole result: composing the reply so far takes longer with each line.
            let (session, hasWorked) = (state.transcript.sessionToResume, state.transcript.hasWorked)
            let isNews = session != state.savedSession || hasWorked && !state.isHeard
            return isNews ? session.map { ($0, hasWorked) } : nil
        }
    }

    func isSaved(_ session: String, isHeard: Bool) {
        state.withLock { state in
            state.savedSession = session
            state.isHeard = isHeard
        }
    }
}
