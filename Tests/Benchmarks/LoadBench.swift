/// Many mails over ten repositories: what each costs, from the first to the last.
struct LoadBench: Sendable {
    enum Pace: Sendable {
        case atOnce
        /// So many are on their way at any time; every second one continues a conversation.
        case steady(unanswered: Int)
    }

    let name: String
    let messages: Int
    let pace: Pace
    var repositories = 10

    /// - Returns: whether every mail was answered.
    func run(_ table: inout BenchTable, in folder: BenchFolder) async throws -> Bool {
        let course = LoadCourse(messages: messages, pace: pace)
        try await BenchWorld.with(repositories: repositories, in: folder) { world in
            try await world.withServer(state: name.filter(\.isLetter), accounted: true) { server in
                try await course.run(world, server)
            }
        }
        return await course.report(&table, name)
    }
}
