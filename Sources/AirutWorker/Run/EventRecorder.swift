import AirutAgent
import AirutModel
import AirutStore
import FoundationEssentials
import Logging
import Synchronization

/// Stores the agent's events as they come and reduces them to its result.
///
/// Lines that come faster than the disk takes them are written together: one write holds whatever arrived during the last.
final class EventRecorder: Sendable {
    private struct State {
        var transcript: AgentTranscript
        var unwritten: [Data] = []
        var unwrittenBytes = 0
        var loggedBytes = 0
        var savedSession: String?
        var isFinished = false

        mutating func takeBatch() -> (lines: [Data], newSession: String?) {
            loggedBytes += unwrittenBytes
            let lines = loggedBytes > mostLoggedBytes ? [] : unwritten
            (unwritten, unwrittenBytes) = ([], 0)
            let session = transcript.result.sessionToResume
            return (lines, session == savedSession ? nil : session)
        }
    }

    /// Lines in memory until they are written.
    private static let mostWaitingBytes = 4 << 20
    /// Of one run's log; what comes later is not kept, the result is.
    private static let mostLoggedBytes = 256 << 20

    private let store: Store
    private let task: TaskID
    private let conversation: ConversationID
    private let logger: Logger
    private let state: Mutex<State>
    private let arrived = Wakeup()
    private let room = Wakeup()

    init(store: Store, run: Run, logger: Logger) {
        self.store = store
        self.logger = logger
        task = run.task.id
        conversation = run.conversation.id
        let session = run.conversation.sessionID
        state = Mutex(State(transcript: AgentTranscript(resumedSession: session), savedSession: session))
    }

    /// Returns when there is room for more: the agent cannot write faster than the disk.
    func record(_ line: [UInt8]) async {
        let line = Data(line)
        state.withLock { state in
            state.transcript.add(line: line)
            state.unwritten.append(line)
            state.unwrittenBytes += line.count
        }
        arrived.signal()
        while state.withLock({ $0.unwrittenBytes }) > Self.mostWaitingBytes, !Task.isCancelled { await room.wait() }
    }

    /// No more lines will come: ``writeBatches()`` returns, and ``flush()`` writes what is left.
    func finish() {
        state.withLock { $0.isFinished = true }
        arrived.signal()
    }

    /// Ends after ``finish()`` and when cancelled. The only writer as long as it runs: batches keep their order.
    func writeBatches() async {
        while !Task.isCancelled, !state.withLock({ $0.isFinished }) {
            await flush()
            room.signal()
            await arrived.wait()
        }
    }

    /// Writes what has not been written yet. Lines the disk does not take are left out of the log: the run goes on.
    func flush() async {
        let (lines, session) = state.withLock { $0.takeBatch() }
        do {
            if !lines.isEmpty { try await store.append(lines, to: task) }
            // At once: after a crash the conversation goes on where this run was.
            if let session {
                try await store.updateConversation(conversation) { $0.sessionID = session }
                state.withLock { $0.savedSession = session }
            }
        } catch {
            logger.error(
                "events are missing from a run's log",
                metadata: ["task": "\(task)", "events": "\(lines.count)", "reason": "\(error)"])
        }
    }

    var result: AgentResult { state.withLock { $0.transcript.result } }
}
