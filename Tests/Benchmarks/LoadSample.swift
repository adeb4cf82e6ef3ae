import Foundation

/// What the server had used by a moment.
struct LoadSample: Sendable {
    let answered: Int
    let time = ContinuousClock.now
    /// Server, readers, git; seconds.
    let ownSeconds: Double
    let podmanSeconds: Double
    let serverSeconds: Double
    let proportionalBytes: Int
    let files: Int

    init(_ usage: ProcessUsage, _ folder: BenchFolder, answered: Int) throws {
        self.answered = answered
        podmanSeconds = try folder.podmanSeconds()
        let (own, children) = usage.seconds
        serverSeconds = own
        ownSeconds = own + children - podmanSeconds
        proportionalBytes = usage.proportionalBytes
        files = usage.files
    }
}
