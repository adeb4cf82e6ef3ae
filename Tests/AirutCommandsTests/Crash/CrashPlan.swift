import AirutTestSupport
import Foundation

/// How much happens, and from which seed.
struct CrashPlan: Sendable {
    let seed: UInt64
    let messages: Int
    let repositories: Int
    let kills: Int
    let leastKillsPerStage: Int

    /// Agents at a time.
    static let slots = 3

    struct Strike: Sendable, Hashable {
        let stage: CrashStage
        let victim: CrashVictim
    }

    /// What the environment says; small enough for every run of the tests unless it says something.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        func number(_ name: String, _ usual: Int) -> Int { environment[name].flatMap { Int($0) } ?? usual }
        seed = environment["SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999_999)
        messages = number("CRASH_MESSAGES", 60)
        repositories = number("CRASH_REPOSITORIES", 2)
        leastKillsPerStage = number("CRASH_KILLS_PER_STAGE", 2)
        kills = max(number("CRASH_KILLS", 36), leastKillsPerStage * CrashStage.allCases.count)
    }

    /// Every kill in its order: each stage in turn has its share, and within a stage each victim.
    var strikes: [Strike] {
        var generator = SeededGenerator(seed: seed)
        let turns = Dictionary(
            uniqueKeysWithValues: CrashStage.allCases.map { ($0, $0.victims.shuffled(using: &generator)) })
        let strikes = (0..<kills).map { index in
            let stage = CrashStage.allCases[index % CrashStage.allCases.count]
            let victims = turns[stage] ?? [.server]
            return Strike(stage: stage, victim: victims[index / CrashStage.allCases.count % victims.count])
        }
        return strikes.shuffled(using: &generator)
    }
}
