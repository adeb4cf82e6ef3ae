import AirutModel
import AirutWorker
import FoundationEssentials
import Glibc

/// The state directory while this server owns it: made, locked and named.
struct ServerHome: ~Copyable, Sendable {
    let directory: StateDirectory
    let instance: InstanceName
    private let lock: StateLock

    init(path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw SupervisorError(action: "create the state directory \(path)", reason: "\(error)")
        }
        let lock = try StateLock(directory: path)
        let instance = try InstanceName(in: path)
        try Self.makeScratch(StateDirectory(path: path).scratch)
        self.init(directory: StateDirectory(path: path), instance: instance, lock: lock)
    }

    private init(directory: StateDirectory, instance: InstanceName, lock: consuming StateLock) {
        self.directory = directory
        self.instance = instance
        self.lock = lock
    }

    /// A killed server leaves things there.
    private static func makeScratch(_ path: String) throws {
        try? FileManager.default.removeItem(atPath: path)
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw SupervisorError(action: "make the folder \(path)", reason: "\(error)")
        }
    }
}
