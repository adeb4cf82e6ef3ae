/// Costs of a message between two moments.
struct LoadTenth: Sendable {
    let ownMilliseconds: Double
    let serverMilliseconds: Double
    let podmanMilliseconds: Double
    let wallMilliseconds: Double

    init(_ begin: LoadSample, _ end: LoadSample) {
        let messages = Double(max(1, end.answered - begin.answered))
        ownMilliseconds = (end.ownSeconds - begin.ownSeconds) * 1000 / messages
        serverMilliseconds = (end.serverSeconds - begin.serverSeconds) * 1000 / messages
        podmanMilliseconds = (end.podmanSeconds - begin.podmanSeconds) * 1000 / messages
        wallMilliseconds = (end.time - begin.time) / .milliseconds(1) / messages
    }
}
