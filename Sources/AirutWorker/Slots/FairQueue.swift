import AirutModel

/// Who gets the next free slot: among the repositories with somebody waiting, the one served longest ago; within a
/// repository, who came first.
struct FairQueue<Ticket: Equatable> {
    private var waiting: [(repository: RepositoryID, ticket: Ticket)] = []
    /// Least recently served last; repositories that were never served are not in it and come first.
    private var recentlyServed: [RepositoryID] = []

    mutating func add(_ ticket: Ticket, of repository: RepositoryID) { waiting.append((repository, ticket)) }

    /// - Returns: whether the ticket was still waiting.
    mutating func remove(_ ticket: Ticket) -> Bool {
        guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return false }
        waiting.remove(at: index)
        return true
    }

    mutating func next() -> Ticket? {
        guard let best = waiting.indices.min(by: { turn(of: $0) < turn(of: $1) }) else { return nil }
        let (repository, ticket) = waiting.remove(at: best)
        markServed(repository)
        return ticket
    }

    mutating func markServed(_ repository: RepositoryID) {
        recentlyServed.removeAll { $0 == repository }
        recentlyServed.insert(repository, at: 0)
    }

    /// Smaller comes first: a high rank among the recently served means long ago.
    private func turn(of index: Int) -> (Int, Int) {
        let rank = recentlyServed.firstIndex(of: waiting[index].repository) ?? Int.max
        return (-rank, index)
    }
}
