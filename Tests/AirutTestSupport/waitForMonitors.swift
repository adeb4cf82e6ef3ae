/// Waits until no process works on a storage of Podman's: the monitors of removed containers call Podman once more, which
/// mounts the storage again.
public func waitForMonitors(of storage: String) async throws {
    let isQuiet = try await eventually {
        try await run(["pgrep", "--full", storage], mayFail: true).status != 0
    }
    guard isQuiet else { throw TestFailure("processes work on \(storage) for ever") }
}
