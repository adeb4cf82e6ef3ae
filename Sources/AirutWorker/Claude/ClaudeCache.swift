import AirutModel
import Crypto
import FoundationEssentials
import Glibc

/// The releases on this machine's disk, on a thread of its own: they are hundreds of megabytes each.
///
/// ```
/// <folder>/<version>/<platform>     the executable; there only when it is whole and checked
/// <folder>/partial-…                what has arrived of one so far
/// <folder>/latest, <folder>/stable  the version that the channel named last
/// ```
actor ClaudeCache {
    private let executor = BlockingExecutor(label: "airut.claude")
    private nonisolated let folder: String

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(folder: String) { self.folder = folder }

    /// The release's executable, if it is here; marks it as used.
    func executable(_ version: String, _ platform: ClaudePlatform) -> String? {
        let path = path(version, platform)
        guard unsafe access(path, R_OK | X_OK) == 0 else { return nil }
        _ = unsafe utimes("\(folder)/\(version)", nil)
        return path
    }

    /// What a channel named last, and whether it was asked within the time.
    func version(of channel: String, within time: TimeInterval) -> (version: String, isFresh: Bool)? {
        let path = "\(folder)/\(channel)"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8), let date = Self.date(of: path) else {
            return nil
        }
        let age = -date.timeIntervalSinceNow
        // A clock that was set back must not make an answer fresh for ever.
        return (text, age >= 0 && age < time)
    }

    func remember(_ version: String, of channel: String) throws {
        try makeFolder()
        try WholeFile.write(Data(version.utf8), to: "\(folder)/\(channel)")
    }

    /// Where the rest of a download belongs.
    func partialPath(_ version: String, _ platform: ClaudePlatform) throws -> String {
        try makeFolder()
        return "\(folder)/partial-\(version)-\(platform)"
    }

    /// Makes a complete download the release's executable.
    ///
    /// - Throws: ``ClaudeFailure`` when its bytes are not the manifest's; they are deleted then.
    func install(_ version: String, _ platform: ClaudePlatform, _ expected: ClaudeManifest.Executable) throws -> String
    {
        let action = "install Claude Code \(version)"
        let partial = try partialPath(version, platform)
        guard try Self.digest(of: partial) == expected.checksum.lowercased() else {
            _ = unsafe unlink(partial)
            throw ClaudeFailure(isPassing: true, action: action, reason: "what was downloaded has the wrong checksum")
        }
        try FileManager.default.createDirectory(
            atPath: "\(folder)/\(version)", withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
        let target = path(version, platform)
        do {
            guard unsafe chmod(partial, 0o755) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            try WholeFile.move(partial, to: target)
        } catch {
            throw ClaudeFailure(isPassing: true, action: action, reason: "\(error)")
        }
        removeUnused(except: version)
        return target
    }

    /// Releases that no channel names and nobody used for a week. One that a container still runs stays there until it
    /// ends: it is mounted.
    private func removeUnused(except version: String) {
        let limit = Date(timeIntervalSinceNow: -7 * 86_400)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let named = Set(names.compactMap { try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) })
        for name in names where name != version && !named.contains(name) && name.contains(".") {
            let path = "\(folder)/\(name)"
            guard let date = Self.date(of: path), date < limit else { continue }
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private func path(_ version: String, _ platform: ClaudePlatform) -> String { "\(folder)/\(version)/\(platform)" }

    /// Containers' users must be able to come through to the executable.
    private func makeFolder() throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    }

    private static func date(of path: String) -> Date? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return Date(timeIntervalSince1970: TimeInterval(status.st_mtim.tv_sec))
    }

    private static func digest(of path: String) throws -> String {
        var hash = SHA256()
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { break }
            guard count > 0 else {
                throw ClaudeFailure(
                    isPassing: true, action: "read \(path)", reason: unsafe String(cString: strerror(errno)))
            }
            unsafe buffer.withUnsafeBytes {
                unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count]))
            }
        }
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
