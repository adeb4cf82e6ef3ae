import AirutSandbox
import FoundationEssentials
import Glibc

/// The folder of airut's own helper programs: `airut-reader`, `airut-git`, `airut-confine`, `airut-init`.
public struct ToolFolder: Sendable, Hashable {
    public let path: String
    /// Where the helpers' temporary folders are made; the server sweeps it.
    public var scratchPath: String

    public init(path: String) {
        self.path = path
        scratchPath = TemporaryFolder.systemPath
    }

    /// Where the running program's helpers are: beside it (a build folder), or in `../libexec/airut` (an installation).
    ///
    /// - Throws: ``WorkerError`` naming both places when neither has them.
    public static func ofRunningProgram() throws -> Self {
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = String(program[..<(program.lastIndex(of: "/") ?? program.startIndex)])
        let candidates = [folder, folder + "/../libexec/airut"]
        guard let found = candidates.first(where: { unsafe access($0 + "/airut-reader", X_OK) == 0 }) else {
            throw WorkerError(
                action: "find airut-reader", reason: "it is neither in \(candidates.joined(separator: " nor in "))")
        }
        return Self(path: found)
    }

    public func program(_ name: String) -> String { "\(path)/\(name)" }
}
