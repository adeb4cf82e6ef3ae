import GRDB

@testable import AirutCommands

extension World {
    /// The store, as its file has it. A server that has just ended may still be closing it.
    func database() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(60)
        return try DatabaseQueue(path: folder.state + "/airut.sqlite", configuration: configuration)
    }
}
