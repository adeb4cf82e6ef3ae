import AirutTestMail
import Foundation

/// One load from its first mail to its last answer.
actor LoadCourse {
    private let messages: Int
    private let pace: LoadBench.Pace
    private var samples: [LoadSample] = []
    private var answered = 0
    private var sent = 0

    init(messages: Int, pace: LoadBench.Pace) {
        self.messages = messages
        self.pace = pace
    }

    func run(_ world: BenchWorld, _ server: BenchServer) async throws {
        var inbox = BenchInbox(world.mail)
        // Each repository's image and mirror are there before it counts.
        for site in world.sites {
            world.deliver("warm-\(site.number)", to: site)
            _ = try await world.reply(to: "warm-\(site.number)")
        }
        inbox.update()
        let before = inbox.replies.count
        samples = [try LoadSample(server.usage, world.folder, answered: 0)]
        var patience = ContinuousClock.now + .seconds(180)
        while answered < messages, ContinuousClock.now < patience, server.isRunning {
            send(world, inbox)
            try await Task.sleep(for: .milliseconds(10))
            inbox.update()
            if inbox.replies.count - before > answered { patience = .now + .seconds(180) }
            answered = inbox.replies.count - before
            if answered * 10 >= messages * samples.count {
                samples.append(try LoadSample(server.usage, world.folder, answered: answered))
                BenchTable.tell("\(answered) of \(messages) answered")
            }
        }
    }

    private func send(_ world: BenchWorld, _ inbox: BenchInbox) {
        while sent < messages {
            if case .steady(let limit) = pace, sent - answered >= limit { return }
            sent += 1
            let site = world.sites[sent % world.sites.count]
            var parent: String?
            if case .steady = pace, sent % 20 >= 10 {
                parent = inbox.replies["load-\(sent - 10)@airut.test"]?.identifier
            }
            world.deliver("load-\(sent)", to: site, text: "edit", inReplyTo: parent)
        }
    }

    func report(_ table: inout BenchTable, _ name: String) -> Bool {
        table.add("\(name): answered", "\(answered) of \(messages)", budget: "all", isWithin: answered == messages)
        let tenths = zip(samples, samples.dropFirst()).map { LoadTenth($0, $1) }
        guard tenths.count > 3, let first = samples.dropFirst().first, let last = samples.last else { return false }
        addCosts(&table, name, "our CPU a message", "ms", tenths.map(\.ownMilliseconds), budget: 20)
        addCosts(&table, name, "of that the server itself", "ms", tenths.map(\.serverMilliseconds), budget: nil)
        addCosts(&table, name, "Podman's CPU a message", "ms", tenths.map(\.podmanMilliseconds), budget: nil)
        addCosts(&table, name, "time a message", "ms", tenths.map(\.wallMilliseconds), budget: nil)
        let growth = Double(last.proportionalBytes - first.proportionalBytes) / 1_048_576
        table.add(
            "\(name): PSS from the first tenth to the last",
            "\(samples.map { "\($0.proportionalBytes >> 20)" }.joined(separator: " ")) MiB",
            budget: "+ ≤ 8 MiB", isWithin: growth <= 8)
        table.add(
            "\(name): open files from the first tenth to the last",
            samples.map { "\($0.files)" }.joined(separator: " "),
            budget: "+ ≤ 20", isWithin: last.files - first.files <= 20)
        return answered == messages
    }

    private func addCosts(
        _ table: inout BenchTable, _ name: String, _ what: String, _ unit: String, _ values: [Double], budget: Double?
    ) {
        table.add("\(name): \(what)", values.mean, unit, budget: budget)
        let third = max(1, values.count / 3)
        let ratio = Array(values.suffix(third)).mean / max(Array(values.prefix(third)).mean, 0.001)
        table.add(
            "  in tenths: \(values.map(BenchTable.text).joined(separator: " "))",
            "last third / first: \(BenchTable.text(ratio * 100)) %",
            budget: "≤ 125 %", isWithin: ratio <= 1.25)
    }
}
