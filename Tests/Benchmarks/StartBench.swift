import AirutModel
import AirutTestSupport
import Foundation

/// The start of a server, what it holds while idle, and the check of its configuration.
struct StartBench: Sendable {
    let runs: Int

    func run(_ table: inout BenchTable, in folder: BenchFolder) async throws {
        for (repositories, time, memory) in [(1, nil, 35.0), (10, 150.0, 40.0), (50, 500.0, 60.0)] {
            let found = Findings()
            let runs = runs
            try await BenchWorld.with(repositories: repositories, in: folder) { world in
                try await Self.measure(world, runs, found)
                if repositories == 50 { try await Self.check(world, runs, found) }
            }
            await found.report(&table, repositories, time: time, memory: memory)
        }
    }

    private static func measure(_ world: BenchWorld, _ runs: Int, _ found: Findings) async throws {
        let state = "start-\(world.sites.count)"
        for number in 0...runs {
            let start = ContinuousClock.now
            try await world.withServer(state: state) { server in
                // The first makes its state directory.
                if number > 0 { await found.add(start: (.now - start) / .milliseconds(1)) }
                guard number == runs else { return }
                try await Task.sleep(for: .seconds(5))
                await found.set(memory: server.usage)
            }
        }
    }

    private static func check(_ world: BenchWorld, _ runs: Int, _ found: Findings) async throws {
        let path = try await world.writeConfiguration(state: "check")
        let environment = ["MAIL_PASSWORD": BenchSite.password.reveal(), "FORGE_TOKEN": BenchSite.forgeToken]
        for number in 0...runs {
            let start = ContinuousClock.now
            try await AirutTestSupport.run(
                [BuiltProgram.path("airut"), "check", "--config", path], environment: environment)
            if number > 0 { await found.add(check: (.now - start) / .milliseconds(1)) }
        }
    }

    actor Findings {
        private var starts: [Double] = []
        private var checks: [Double] = []
        private var memory = (server: 0, kin: 0, threads: 0, files: 0)

        func add(start: Double) { starts.append(start) }
        func add(check: Double) { checks.append(check) }
        func set(memory usage: ProcessUsage) {
            memory = (
                usage.proportionalBytes, usage.kin.map(\.proportionalBytes).reduce(0, +), usage.threads, usage.files
            )
        }

        func report(_ table: inout BenchTable, _ repositories: Int, time: Double?, memory budget: Double) {
            let noun = repositories == 1 ? "repository" : "repositories"
            table.add(
                "airut serve → all mailboxes watched, \(repositories) \(noun)", starts.median, "ms", budget: time,
                note: starts.spread)
            let children = BenchTable.text(Double(memory.kin) / 1_048_576)
            table.add(
                "memory (PSS) of the idle server, \(repositories) \(noun)", Double(memory.server) / 1_048_576, "MiB",
                budget: budget, note: " (children \(children) MiB; \(memory.threads) threads, \(memory.files) files)")
            guard !checks.isEmpty else { return }
            table.add(
                "airut check of \(repositories) repositories", checks.median, "ms", budget: 50, note: checks.spread)
        }
    }
}
