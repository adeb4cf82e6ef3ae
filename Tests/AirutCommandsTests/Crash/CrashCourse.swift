import AirutTestMail
import AirutTestSupport
import Foundation

@testable import AirutCommands

/// The crash test from the first mail to the last check.
struct CrashCourse {
    private let plan: CrashPlan
    private let world: World
    private var traffic: CrashTraffic
    private var striker: CrashStriker
    private var inbox: CrashInbox
    private let clock = ContinuousClock()
    private let start = ContinuousClock.now

    /// Mails on their way at a time: enough for every stage to occur, few enough for the end not to take all the time.
    private static let mostUnanswered = 30
    private static let mostAttempts = 30
    /// Without a single answer; a run that failed before its agent began is tried again after 15 seconds at first,
    /// and after two minutes when it failed often.
    private static let patience: Duration = .seconds(180)

    init(_ plan: CrashPlan, _ world: World, _ trap: MailTrap) async throws {
        self.plan = plan
        self.world = world
        print("crash test, seed \(plan.seed): \(plan.messages) mails, \(plan.kills) kills")
        traffic = CrashTraffic(world, seed: plan.seed)
        striker = try await CrashStriker(world, trap, seed: plan.seed &+ 1)
        inbox = CrashInbox(world.mail)
    }

    mutating func run() async throws -> CrashTable {
        for (index, strike) in plan.strikes.enumerated() {
            try await carryOut(strike, mailsBefore: plan.messages * index / plan.kills)
            report("kill \(index + 1): \(strike.victim.rawValue) in \(strike.stage.rawValue)")
        }
        while traffic.sent.count < plan.messages { try await traffic.send(inbox) }
        var findings = [try await waitUntilDone()]
        findings += try await checkCalm()
        let status = try await striker.stop()
        findings.append(
            CrashFinding(promise: "the server ends when told to", violations: status == 0 ? [] : ["status \(status)"]))
        findings.append(sharesOfStages)
        findings += try await CrashJudge(
            world: world, sent: traffic.sent, inbox: inbox, strikes: striker.strikes, struck: striker.struck,
            unplugged: striker.unplugged, seen: striker.seen
        ).findings()
        return CrashTable(
            plan: plan, strikes: striker.strikes, sent: traffic.sent, inbox: inbox, traces: RunTraces(world),
            findings: findings, duration: clock.now - start)
    }

    /// Sends the mails that are due, then as many more as it takes for the stage to occur.
    private mutating func carryOut(_ strike: CrashPlan.Strike, mailsBefore: Int) async throws {
        while traffic.sent.count < mailsBefore {
            try await traffic.send(inbox)
            inbox.update()
        }
        for _ in 0..<Self.mostAttempts {
            try await waitUntil { $0.unanswered.count < Self.mostUnanswered }
            try await traffic.send(inbox)
            if try await striker.attempt(strike) { return }
        }
        throw TestFailure("\(strike) never came to pass:\n\(striker.server.text.suffix(3000))")
    }

    /// Undisturbed from now on.
    private mutating func waitUntilDone() async throws -> CrashFinding {
        report("all mails are sent; nothing is killed any more")
        let isDone = try await waitUntil { try $0.isQuiet }
        return CrashFinding(
            promise: "everything comes to its end",
            violations: isDone ? [] : ["\(unanswered.map(\.token)); the log ends: \(striker.server.text.suffix(2000))"])
    }

    /// After all that, an ordinary mail to each repository brings an ordinary answer.
    private mutating func checkCalm() async throws -> [CrashFinding] {
        let mails = try await traffic.sendToEach()
        try await waitUntil { try $0.isQuiet }
        let failed = mails.filter { mail in !inbox.answers(to: mail).contains { $0.reportsSuccess(of: mail.token) } }
        return [
            CrashFinding(
                promise: "each repository works as before",
                violations: failed.map { "\($0.site.name): \(inbox.answers(to: $0).map(\.text))" })
        ]
    }

    private var isQuiet: Bool {
        get throws {
            try unanswered.isEmpty && striker.look().isQuiet
                && world.sites.allSatisfy { world.mail.messages(of: $0.address).isEmpty }
        }
    }

    private var sharesOfStages: CrashFinding {
        let counts = CrashStage.allCases.map { stage in (stage, striker.strikes.count { $0.stage == stage }) }
        return CrashFinding(
            promise: "at least \(plan.kills) kills, and \(plan.leastKillsPerStage) in each stage",
            violations: counts.filter { $0.1 < plan.leastKillsPerStage }.map { "\($0.0.rawValue): \($0.1)" }
                + (striker.strikes.count < plan.kills ? ["\(striker.strikes.count) kills"] : []))
    }

    private var unanswered: [CrashMail] {
        traffic.sent.filter { $0.fate != .ignored && inbox.answers(to: $0).isEmpty }
    }

    /// - Returns: whether the condition came true while answers still arrived now and then.
    @discardableResult
    private mutating func waitUntil(_ condition: (CrashCourse) throws -> Bool) async throws -> Bool {
        var patience = clock.now + Self.patience
        var known = inbox.mails.count
        while clock.now < patience {
            inbox.update()
            if inbox.mails.count > known {
                known = inbox.mails.count
                patience = clock.now + Self.patience
            }
            if try condition(self) { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    private func report(_ text: String) {
        print("\(Int((clock.now - start) / .seconds(1))) s: \(traffic.sent.count) mails, \(text)")
        // Whoever reads it through a pipe wants to see it now.
        fflush(nil)
    }
}
