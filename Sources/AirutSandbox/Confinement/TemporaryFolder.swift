import FoundationEssentials
import Glibc

/// A folder that only we and what we start can enter, for as long as something is done.
public enum TemporaryFolder {
    /// Where the system has such folders; nobody removes those of a process that was killed.
    public static var systemPath: String { ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp" }

    /// Removes the folder on each path, with whatever lies in it.
    public static func with<Result>(
        _ name: String, in parent: String, _ body: (_ path: String) async throws -> Result
    ) async throws -> Result {
        var template = Array("\(parent)/\(name)-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else {
            throw SandboxError(kind: .host, action: "make a temporary folder in \(parent)", reason: Errno.text)
        }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }
}
