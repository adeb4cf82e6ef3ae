public import FoundationEssentials

/// Reduces the events of one run to its result.
public struct AgentTranscript: Sendable {
    private let resumedSession: String?
    private var startedSession: String?
    private var wasStarted = false
    private var hasAnswered = false
    private var reply = AgentReply()
    private var error: String?
    private var limit: AgentRateLimit?
    private var results: [AgentResultEvent] = []
    private var webSearches = 0
    private var webFetches = 0

    /// - Parameter resumedSession: the session the run was told to resume.
    public init(resumedSession: String? = nil) { self.resumedSession = resumedSession }

    /// Takes a line of output; what is not an event is passed over.
    @discardableResult
    public mutating func add(line: Data) -> AgentEvent? {
        guard let event = AgentEvent(line: line) else { return nil }
        add(event)
        return event
    }

    public mutating func add(_ event: AgentEvent) {
        switch event {
        case .started(let sessionID, _, _):
            wasStarted = true
            startedSession = sessionID ?? startedSession
        case .assistant(let message): add(message)
        case .rateLimit(let state): limit = state
        case .result(let result):
            results.append(result)
            if !result.isError { reply.endTurn(result.text) }
        case .user, .retry, .other: break
        }
    }

    private mutating func add(_ message: AgentMessage) {
        webSearches += message.tools.count { $0.name == "WebSearch" || $0.name == "web_search" }
        webFetches += message.tools.count { $0.name == "WebFetch" || $0.name == "web_fetch" }
        guard !message.isFromSubagent else { return }
        // Only an error that nothing followed explains the end.
        error = message.isError ? message.error : nil
        guard !message.isError else { return }
        hasAnswered = true
        reply.add(message)
    }

    /// The model has answered at least once: the session knows the prompt.
    public var hasWorked: Bool { hasAnswered }

    /// What the next message of the conversation should resume, as of now; `nil` to begin anew.
    public var sessionToResume: String? { session(after: outcome) }

    /// The result so far; at the end of the output, the result.
    public var result: AgentResult {
        let outcome = outcome
        return AgentResult(
            outcome: outcome, replyText: reply.text, sessionToResume: session(after: outcome),
            hasWorked: hasAnswered, costUSD: results.last?.costUSD.map { $0.isFinite ? max(0, min($0, 1e9)) : 0 },
            duration: .milliseconds(results.reduce(0) { $0 + max(0, min($1.durationMilliseconds, 1e12)) }),
            turns: results.reduce(0) { $0 + max(0, min($1.turns, 1_000_000)) },
            usage: results.last?.usage ?? AgentUsage(),
            webSearches: webSearches, webFetches: webFetches)
    }

    private var outcome: AgentOutcome {
        guard let last = results.last else { return .noResult }
        return AgentOutcome(
            result: last, error: error, limit: limit, wasStarted: wasStarted, isResumed: resumedSession != nil)
    }

    /// A failed run must not cost the conversation its memory: what it resumed is still there. A first run that got
    /// somewhere left a session worth resuming; one that did not left nothing.
    private func session(after outcome: AgentOutcome) -> String? {
        if outcome.needsNewSession { return nil }
        let own = results.last?.sessionID ?? startedSession
        if outcome == .success { return own ?? resumedSession }
        return resumedSession ?? (hasAnswered ? own : nil)
    }
}
