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

    @Test func `a failing service is tried six times over some hours`() async throws {
        try await withTask { store, task in
            var moment = now
            var attempts = 1
            while case .retry(let next) = policy.decision(
                on: .overloaded, of: try await record(store, task), at: moment)
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
            for hours in [1.0, 5, 23] {
                let wait = try #require(waiting(.usageLimit(resetsAt: now + .seconds(hours * 3600)), record, at: now))
                #expect((hours * 3600...hours * 3600 + 120).contains(wait))
            }
            let tomorrow = AgentOutcome.usageLimit(resetsAt: now + .seconds(25 * 3600))
            #expect(policy.decision(on: tomorrow, of: record, at: now) == .answer)
            // A moment that has passed already says as much as none.
            for reset in [nil, now + .seconds(-60)] {
                let wait = try #require(waiting(.usageLimit(resetsAt: reset), record, at: now))
                #expect((3600...3720).contains(wait))
            }
        }
    }

    @Test func `a moment that proves wrong again and again costs few attempts, and a day at most`() async throws {
        try await withTask { store, task in
            var moment = now
            var attempts = 1
            while case .awaitAllowance(let next) = policy.decision(
                on: .usageLimit(resetsAt: moment + .seconds(1)), of: try await record(store, task), at: moment)
            {
                try await cutOff(store, task, .usageLimit, until: next, at: moment)
                (moment, attempts) = (next, attempts + 1)
            }
            #expect((80...100).contains(attempts))
            #expect((23.5 * 3600...24.1 * 3600).contains(moment.timeIntervalSince(now)))
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
