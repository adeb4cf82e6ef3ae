import AirutModel
import AirutWorker
import FoundationEssentials
import Glibc

/// The state directory while this server owns it: made, locked and named.
struct ServerHome: ~Copyable, Sendable {
    let directory: StateDirectory
    /// Tells this server's containers from those of another on the same machine.
    let instance: String
    private let lock: StateLock

    init(path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw SupervisorError(action: "create the state directory \(path)", reason: "\(error)")
        }
        let lock = try StateLock(directory: path)
        let instance = try Self.instance(in: path)
        try Self.makeScratch(StateDirectory(path: path).scratch)
        self.init(directory: StateDirectory(path: path), instance: instance, lock: lock)
    }

    private init(directory: StateDirectory, instance: String, lock: consuming StateLock) {
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

    /// Made once for each state directory; the lock keeps two servers from making it at the same time.
    private static func instance(in path: String) throws -> String {
        let file = path + "/instance"
        if let text = try? String(contentsOfFile: file, encoding: .utf8), !text.isEmpty { return text }
        let instance = RandomToken.make(length: 12)
        do {
            try Data(instance.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            throw SupervisorError(action: "write \(file)", reason: "\(error)")
        }
        return instance
    }
}
