import AirutAgent
import AirutModel
import AirutStore
import FoundationEssentials

/// How long a run waits before it goes on, after which failure, and when it is given up.
public struct RetryPolicy: Sendable {
    /// Of preparing a run that fails for a reason nobody foresaw: about an hour.
    public var mostPreparations = 10
    /// Servers that may end while they prepare a run: most are killed for reasons of their own, and all the runs that are
    /// being prepared at that moment are counted for it.
    public var mostServerDeaths = 20
    public var firstPreparationDelay: Duration = .seconds(15)
    public var longestPreparationDelay: Duration = .seconds(900)

    /// So long a run waits for its turn at the mirror and the fetch that can do without what is new.
    public var optionalFetchWait: Duration = .seconds(30)

    /// For so long a push, or a request to the forge, is repeated that fails for a reason that may pass.
    public var longestPublishing: Duration = .seconds(3600)
    public var firstPublishingDelay: Duration = .seconds(5)
    public var longestPublishingDelay: Duration = .seconds(300)

    /// Of a run whose service fails; with the delays below, the last is two to three hours after the first.
    public var mostServiceFailures = 6
    public var firstServiceDelay: Duration = .seconds(300)
    public var longestServiceDelay: Duration = .seconds(7200)

    /// How long a run waits for its allowance at most, from the first time it met its limit, when nobody says when that
    /// is back.
    public var longestLimitWait: Duration = .seconds(86_400)
    /// The same when somebody says so: a week, and a little more.
    public var longestStatedLimitWait: Duration = .seconds(8 * 86_400)
    /// Between attempts when nobody says when the allowance is back, or when what was said was wrong.
    public var limitPause: Duration = .seconds(3600)
    /// Between two attempts at least, whatever was said.
    public var shortestLimitPause: Duration = .seconds(60)
    /// Added at random, so that not everybody comes back at the same moment.
    public var limitJitter: Duration = .seconds(120)

    public init() {}

    /// What becomes of a run whose agent ended this way.
    enum Decision: Hashable {
        /// It is answered as it is.
        case answer
        /// It goes on then by itself.
        case retry(at: Date)
        /// It goes on when the allowance is back.
        case awaitAllowance(until: Date)
    }

    func decision(on outcome: AgentOutcome, of task: TaskRecord, at now: Date = Date()) -> Decision {
        switch outcome {
        case .usageLimit(let reset): allowance(reset, task, now)
        case _ where outcome.isTransient: service(task, now)
        default: .answer
        }
    }

    /// Attempts that a server's end cut off were no failures.
    func preparationRetry(of task: TaskRecord, at now: Date = Date()) -> Date {
        var backOff = BackOff(
            from: firstPreparationDelay, to: longestPreparationDelay,
            afterFailures: max(0, task.attempts - 1 - task.serverDeaths))
        return now + backOff.delay()
    }

    private func service(_ task: TaskRecord, _ now: Date) -> Decision {
        guard task.serviceFailures + 1 < mostServiceFailures else { return .answer }
        var backOff = BackOff(
            from: firstServiceDelay, to: longestServiceDelay, afterFailures: task.serviceFailures)
        return .retry(at: now + backOff.delay())
    }

    private func allowance(_ reset: Date?, _ task: TaskRecord, _ now: Date) -> Decision {
        let since = task.limitedSince ?? now
        var (next, last) = (now + limitPause, since + longestLimitWait)
        if let reset, reset > now {
            next = max(reset, now + (task.limitedSince == nil ? shortestLimitPause : pauseAfterWrongWord(since, now)))
            last = since + longestStatedLimitWait
        }
        guard next <= last else { return .answer }
        return .awaitAllowance(until: next + limitJitter * Double.random(in: 0...1))
    }

    /// Once a stated moment was not true, none is taken at its word again: each wait is a good part of all before, so that
    /// some hundred attempts are enough for a week.
    private func pauseAfterWrongWord(_ since: Date, _ now: Date) -> Duration {
        max(min(limitPause, .seconds(900)), .seconds(now.timeIntervalSince(since) / 24))
    }
}

extension Date {
    static func + (date: Date, duration: Duration) -> Date { date.addingTimeInterval(duration / .seconds(1)) }
}
