import AirutAgent
import AirutModel
import AirutStore
import AirutTestSupport
import FoundationEssentials
import Testing

@testable import AirutWorker

@Suite struct RetryPolicyTests {
    private let policy = RetryPolicy()
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test(arguments: [AgentOutcome.overloaded, .rateLimited, .network])
    func `a failing service is tried six times over some hours`(outcome: AgentOutcome) async throws {
        try await withTask { store, task in
            var moment = now
            var attempts = 1
            while case .retry(let next) = policy.decision(
                on: outcome, of: try await record(store, task), at: moment)
            {
                #expect(next > moment)
                try await cutOff(store, task, .serviceFailure, until: next, at: moment)
                (moment, attempts) = (next, attempts + 1)
            }
            #expect(attempts == 6)
            #expect((3600...6 * 3600).contains(moment.timeIntervalSince(now)))
        }
    }

    @Test func `what no waiting mends is answered at once`() async throws {
        try await withTask { store, task in
            let record = try await record(store, task)
            let outcomes: [AgentOutcome] = [
                .success, .unauthenticated, .billing, .modelUnavailable, .promptTooLong, .sessionLost, .failed(""),
                .noResult,
            ]
            for outcome in outcomes { #expect(policy.decision(on: outcome, of: record, at: now) == .answer) }
        }
    }

    @Test func `an allowance is waited for until it is back, and a little longer`() async throws {
        try await withTask { store, task in
            let record = try await record(store, task)
            for hours in [1.0, 5, 23, 25, 168] {
                let wait = try #require(waiting(.usageLimit(resetsAt: now + .seconds(hours * 3600)), record, at: now))
                #expect((hours * 3600...hours * 3600 + 120).contains(wait))
            }
            let distant = AgentOutcome.usageLimit(resetsAt: now + .seconds(9 * 86_400))
            #expect(policy.decision(on: distant, of: record, at: now) == .answer)
            // A moment that has passed already says as much as none.
            for reset in [nil, now + .seconds(-60)] {
                let wait = try #require(waiting(.usageLimit(resetsAt: reset), record, at: now))
                #expect((3600...3720).contains(wait))
            }
        }
    }

    /// What the service says each time of when the allowance is back, and what waiting for it comes to.
    static let words: [(seconds: Double?, attempts: ClosedRange<Int>, days: ClosedRange<Double>)] = [
        (1, 90...115, 7.5...8.1), (10_800, 44...54, 7.5...8.1), (nil, 23...25, 0.95...1.01),
    ]

    @Test(arguments: words)
    func `what proves wrong again and again costs few attempts, and what is not said a day at most`(
        seconds: Double?, attempts: ClosedRange<Int>, days: ClosedRange<Double>
    ) async throws {
        try await withTask { store, task in
            var moment = now
            var count = 1
            while case .awaitAllowance(let next) = policy.decision(
                on: .usageLimit(resetsAt: seconds.map { moment + .seconds($0) }), of: try await record(store, task),
                at: moment)
            {
                try await cutOff(store, task, .usageLimit, until: next, at: moment)
                (moment, count) = (next, count + 1)
            }
            #expect(attempts.contains(count))
            #expect(days.contains(moment.timeIntervalSince(now) / 86_400))
        }
    }

    @Test func `a preparation that fails for the first time waits briefly, however many servers died of others`()
        async throws
    {
        try await withTask { store, task in
            for _ in 1...8 {
                _ = try #require(try await store.claim(task, at: now))
                _ = try await store.recover(Store.web)
            }
            _ = try #require(try await store.claim(task, at: now))
            let record = try await record(store, task)
            #expect(record.serverDeaths == 8)
            #expect((1...30).contains(policy.preparationRetry(of: record, at: now).timeIntervalSince(now)))
        }
    }

    @Test func `what an agent prints cannot make a date that nobody can write`() throws {
        for number in ["1e300", "-1e300", "1e999", "1900000000000", "-1"] {
            let line = #"{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":\#(number)}}"#
            guard case .rateLimit(let limit) = AgentEvent(line: Data(line.utf8)) else {
                Issue.record("\(line) is not understood")
                continue
            }
            #expect(limit.resetsAt == nil)
        }
    }

    private func waiting(_ outcome: AgentOutcome, _ record: TaskRecord, at now: Date) -> TimeInterval? {
        guard case .awaitAllowance(let date) = policy.decision(on: outcome, of: record, at: now) else { return nil }
        return date.timeIntervalSince(now)
    }

    private func cutOff(
        _ store: Store, _ task: TaskID, _ cause: Suspension.Cause, until date: Date, at now: Date
    ) async throws {
        _ = try #require(try await store.claim(task, at: now))
        let suspension = Suspension(cause: cause, notBefore: date, result: TaskResult(outcome: "x"))
        #expect(try await store.suspend(task, suspension, at: now))
    }

    private func record(_ store: Store, _ task: TaskID) async throws -> TaskRecord {
        try #require(try await store.task(task))
    }

    private func withTask(_ body: (Store, TaskID) async throws -> Void) async throws {
        try await withTemporaryDirectory { folder in
            let store = try Store(path: folder + "/airut.sqlite")
            try await body(store, try await store.ask("fence", at: now))
        }
    }
}
