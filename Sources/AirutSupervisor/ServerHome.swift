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
        let directory = StateDirectory(path: path)
        try Self.makeScratch(directory)
        self.init(directory: directory, instance: instance, lock: lock)
    }

    private init(directory: StateDirectory, instance: InstanceName, lock: consuming StateLock) {
        self.directory = directory
        self.instance = instance
        self.lock = lock
    }

    /// A killed server leaves things there, and processes that still write to it: it is only put aside.
    private static func makeScratch(_ directory: StateDirectory) throws {
        let path = directory.scratch
        // A disk of its own cannot be renamed.
        if unsafe rmdir(path) != 0, unsafe rename(path, directory.newFormerScratch()) != 0 {
            try? FileManager.default.removeItem(atPath: path)
        }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw SupervisorError(action: "make the folder \(path)", reason: "\(error)")
        }
    }
}
