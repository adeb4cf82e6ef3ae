import AirutSandbox

/// Keeps the last of the disk for what was accepted already: new mail waits in its mailbox, where it is safe.
public struct DiskReserve: Sendable {
    /// A folder on the file system in question.
    let path: String

    public init(path: String) { self.path = path }

    /// On a large disk; on a small one it is a twentieth. Containers and new runs stop at twice as much, so that they
    /// cannot keep mail out.
    private static let mostBytes = 256 << 20
    private static let percent = 5
    /// A message is written to the journal first and to its place later.
    private static let copies = 2

    /// Why new mail stays in its mailbox, a sentence without its period; `nil` when there is room.
    public var shortage: String? {
        do {
            try requireRoom(for: 0)
            return nil
        } catch {
            return error.reason
        }
    }

    /// - Throws: ``WorkerError`` when so many bytes would not leave the reserve free.
    func requireRoom(for bytes: Int) throws(WorkerError) {
        guard let space = DiskSpace(at: path) else { return }
        let reserve = space.share(percent: Self.percent, atMost: Self.mostBytes)
        guard space.freeBytes - Self.copies * bytes >= reserve else {
            throw WorkerError(
                action: "take more mail",
                reason: "only \(space.freeBytes >> 20) MiB are free below \(path); make room there")
        }
    }

    /// Whether a failure to write is no wonder.
    var isExhausted: Bool { DiskSpace(at: path).map { $0.freeBytes < 1 << 20 } ?? false }
}
