/// How long a single mail takes, with nothing else to do.
struct LatencyBench: Sendable {
    let runs: Int

    func run(_ table: inout BenchTable, in folder: BenchFolder) async throws {
        let times = Times()
        let runs = runs
        try await BenchWorld.with(repositories: 1, in: folder) { world in
            try await world.withServer(state: "latency") { _ in
                try await Self.measure(world, runs, times)
            }
        }
        await times.report(&table)
    }

    private static func measure(_ world: BenchWorld, _ runs: Int, _ times: Times) async throws {
        let site = world.sites[0]
        world.deliver("warm-up", to: site, text: "pause")
        let probe = try await PodmanProbe(observedIn: world.folder)
        BenchTable.tell("measured against: \(probe.text)")
        _ = try await world.reply(to: "warm-up")
        for number in 1...runs {
            await times.add(try await probe.measure())
            let first = try await exchange(world, "new-\(number)", nil, "")
            await times.add(first, \.new)
            await times.add(try await probe.measure())
            await times.add(try await exchange(world, "next-\(number)", first.identifier, ""), \.followUp)
            await times.add(try await exchange(world, "edit-\(number)", first.identifier, "edit"), \.edit)
        }
    }

    private static func exchange(
        _ world: BenchWorld, _ identifier: String, _ parent: String?, _ text: String
    ) async throws -> Exchange {
        let visible = world.deliver(identifier, to: world.sites[0], text: text, inReplyTo: parent)
        let reply = try await world.reply(to: identifier)
        // What follows an answer, such as its record, is not to disturb the next.
        try await Task.sleep(for: .milliseconds(300))
        return Exchange(
            identifier: reply.identifier, beginning: (reply.began - visible) * 1000,
            ending: (reply.arrived - reply.ended) * 1000)
    }

    /// In milliseconds: from the mail to the agent, from the agent to the answer.
    struct Exchange: Sendable {
        /// The answer's.
        let identifier: String
        let beginning: Double
        let ending: Double
    }

    struct Series: Sendable {
        var new: [Exchange] = []
        var followUp: [Exchange] = []
        var edit: [Exchange] = []
    }

    actor Times {
        private var podman: [PodmanProbe.Times] = []
        private var series = Series()

        func add(_ times: PodmanProbe.Times) { podman.append(times) }
        func add(_ exchange: Exchange, _ path: any WritableKeyPath<Series, [Exchange]> & Sendable) {
            series[keyPath: path].append(exchange)
        }

        func report(_ table: inout BenchTable) {
            let start = podman.map(\.beginning).median
            let end = podman.map(\.ending).median
            let whole = podman.map(\.all).median
            table.add("podman run --rm --network none, as a whole", whole, "ms", note: podman.map(\.all).spread)
            table.add("  its start → its process runs", start, "ms", note: podman.map(\.beginning).spread)
            table.add("  its process's end → its own", end, "ms", note: podman.map(\.ending).spread)
            let kinds = [
                ("a new conversation", series.new), ("a follow-up", series.followUp), ("an edit, pushed", series.edit),
            ]
            for (name, exchanges) in kinds {
                let values = exchanges.map(\.beginning)
                table.add("mail → agent runs, \(name)", values.median, "ms", note: values.spread)
                table.add("  beyond one podman run as a whole", values.median - whole, "ms", budget: 40)
                table.add("  beyond podman's own way to its process", values.median - start, "ms")
            }
            for (name, exchanges) in kinds {
                let values = exchanges.map(\.ending)
                table.add(
                    "agent's exit → reply accepted, \(name)", values.median, "ms", budget: 30, note: values.spread)
                table.add("  beyond Podman's own end", values.median - end, "ms")
            }
        }
    }
}
