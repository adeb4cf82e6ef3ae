import AirutModel
import AirutTestMail
import AirutTestSupport
import Foundation

@testable import AirutCommands

/// Kills what it is told in the stage it is told, and starts a killed server again at once.
struct CrashStriker {
    let world: World
    let trap: MailTrap
    private(set) var server: ServerProgram
    private(set) var strikes: [CrashPlan.Strike] = []
    /// Every process that lived below one of the servers when something was killed.
    private(set) var seen: Set<LivingProcess> = []
    /// Every task that had begun, and was not answered, when something was killed that it needs.
    private(set) var struck: Set<String> = []
    /// Every task that was about to begin when a proxy was killed, its own perhaps: the server begins it all the same, and
    /// is right to, as long as it has not heard of that.
    private(set) var unplugged: Set<String> = []
    private var startedAt = Date()
    private var generator: SeededGenerator

    init(_ world: World, _ trap: MailTrap, seed: UInt64) async throws {
        self.world = world
        self.trap = trap
        generator = SeededGenerator(seed: seed)
        server = try ServerProgram(world)
        try await begin()
    }

    /// Waits for the stage and kills in it.
    ///
    /// - Returns: whether that came to pass within a few seconds; if not, more mail is needed.
    mutating func attempt(_ strike: CrashPlan.Strike) async throws -> Bool {
        if strike.stage == .start { return try await strikeStart(strike) }
        let end = ContinuousClock.now + .seconds(4)
        let trigger = strike.stage.trigger(&generator)
        if let trigger { trap.arm(trigger) }
        defer { trap.disarm() }
        while ContinuousClock.now < end {
            if let sighted = try sight(strike, isTrapped: trigger != nil) {
                // They must not have ended, nor the server be further on, when the blow falls.
                for process in sighted { process.signal(SIGSTOP) }
                kill(server.processID, SIGSTOP)
                defer { for process in sighted { process.signal(SIGCONT) } }
                if let victims = try victims(of: strike) {
                    try await execute(strike, victims)
                    return true
                }
                kill(server.processID, SIGCONT)
                if let trigger { trap.arm(trigger) }
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        // It may have been trapped in the last moment.
        kill(server.processID, SIGCONT)
        return false
    }

    /// Lets the server end as an operator would.
    func stop() async throws -> Int32 {
        server.signal(SIGTERM)
        return try await server.status()
    }

    func look() throws -> StoreLook { try StoreLook(path: world.folder.state + "/airut.sqlite", since: startedAt) }

    /// What to stop for a closer look; `nil` when there is nothing to be seen.
    private func sight(_ strike: CrashPlan.Strike, isTrapped: Bool) throws -> [LivingProcess]? {
        if isTrapped { return trap.isSprung ? [] : nil }
        // This is over before all processes could be looked at.
        if strike.stage == .authenticate { return try look().read > 0 ? [] : nil }
        return try victims(of: strike)
    }

    /// The processes to be killed; `nil` when the server is not in that stage, or has no such process.
    private func victims(of strike: CrashPlan.Strike) throws -> [LivingProcess]? {
        let look = try look()
        guard let family = ServerFamily(of: server.processID, tasks: look.preparing + look.started) else {
            throw TestFailure("the server has ended by itself:\n\(server.text.suffix(3000))")
        }
        guard isIn(strike.stage, look, family) else { return nil }
        // Twice is once too often for a mail: then it is set aside, as one that kills the reader.
        if strike.victim == .reader, look.deadly > 0 { return nil }
        let victims = strike.victim.processes(of: family)
        return victims.isEmpty ? nil : victims
    }

    private func isIn(_ stage: CrashStage, _ look: StoreLook, _ family: ServerFamily) -> Bool {
        switch stage {
        case .fetch: world.sites.contains { !world.mail.messages(of: $0.address).isEmpty }
        case .authenticate: look.read > 0
        case .queue: look.queuedTasks > 0
        case .prepare: !look.preparing.isEmpty
        case .run: Set(look.started).subtracting(look.ended).contains(where: family.hasClient)
        case .publish: look.ended.contains { !family.hasClient(of: $0) }
        case .reply: world.sites.contains { look.pending[$0.name, default: 0] > 0 && !isSending($0, look) }
        case .send: world.sites.contains { look.pending[$0.name, default: 0] > 0 && isSending($0, look) }
        case .start: false
        }
    }

    /// Whether more mails were begun than are recorded as sent: a repository's mails go out one after the other.
    private func isSending(_ site: Site, _ look: StoreLook) -> Bool {
        trap.submissions(from: site.address) > look.sent[site.name, default: 0]
    }

    /// - Returns: `false` when the server came to the end of its start before.
    private mutating func strikeStart(_ strike: CrashPlan.Strike) async throws -> Bool {
        kill(server.processID, SIGKILL)
        try await startAgain()
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...300, using: &generator)))
        kill(server.processID, SIGSTOP)
        guard !server.watchesAllMailboxes(of: world), let process = LivingProcess(id: server.processID) else {
            kill(server.processID, SIGCONT)
            try await begin()
            return false
        }
        try await execute(strike, [process])
        return true
    }

    private mutating func execute(_ strike: CrashPlan.Strike, _ victims: [LivingProcess]) async throws {
        if let family = ServerFamily(of: server.processID, tasks: strike.stage == .start ? [] : try taskNames()) {
            seen.formUnion(family.kin)
        }
        seen.formUnion(victims)
        if strike.victim.includesRuns { struck.formUnion(server.begunTasks) }
        if strike.victim == .proxy { unplugged.formUnion(try look().preparing) }
        for victim in victims { victim.signal(SIGKILL) }
        strikes.append(strike)
        guard strike.victim.includesServer else {
            kill(server.processID, SIGCONT)
            return
        }
        try await startAgain()
        try await begin()
    }

    /// Once the server was killed: only then it has said all that it had to.
    private mutating func startAgain() async throws {
        _ = try await server.status()
        struck.formUnion(server.begunTasks)
        server = try ServerProgram(world)
    }

    private func taskNames() throws -> [String] {
        let look = try look()
        return look.preparing + look.started
    }

    private mutating func begin() async throws {
        startedAt = Date()
        trap.watch(server.processID)
        try await server.log(contains: ServerProgram.watching)
    }
}

extension ServerProgram {
    fileprivate static let watching = "watching the mailbox"

    fileprivate func watchesAllMailboxes(of world: World) -> Bool {
        text.components(separatedBy: Self.watching).count > world.sites.count
    }

    /// The tasks whose agent it has begun, or was about to, and which it has not answered.
    fileprivate var begunTasks: Set<String> {
        var tasks: Set<String> = []
        for line in text.split(separator: "\n") {
            guard let task = line.split(separator: " ").first(where: { $0.hasPrefix("task=") })?.dropFirst(5) else {
                continue
            }
            if line.hasSuffix("the agent starts") { tasks.insert(String(task)) }
            if line.hasSuffix("answered") { tasks.remove(String(task)) }
        }
        return tasks
    }
}

extension CrashStage {
    /// The lines said to the mail server that fall into this stage, if any do.
    fileprivate func trigger(_ generator: inout SeededGenerator) -> (@Sendable (TestMailLine) -> Bool)? {
        let lines: [(TestMailLine.Service, String)]
        switch self {
        case .fetch: lines = [(.imap, "FETCH"), (.imap, "STORE"), (.imap, "EXPUNGE")]
        case .reply: lines = [(.smtp, "EHLO"), (.smtp, "AUTH")]
        case .send: lines = [(.smtp, "MAIL"), (.smtp, "DATA"), (.smtp, ".")]
        default: return nil
        }
        let (service, verb) = lines.randomElement(using: &generator) ?? lines[0]
        return { $0.service == service && $0.verb == verb }
    }
}
