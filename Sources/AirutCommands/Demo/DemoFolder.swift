import FoundationEssentials

/// The temporary folder a demonstration lives in. Only the container image stays, in Podman's own storage.
struct DemoFolder: Sendable {
    let path: String

    var remote: String { path + "/remote.git" }
    var seed: String { path + "/seed" }
    var state: String { path + "/state" }
    var configuration: String { path + "/airut.yaml" }
    var environment: String { path + "/.env" }
    var agent: String { path + "/claude" }
    var log: String { path + "/airut.log" }

    static func with(_ body: (DemoFolder) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/airut-demo-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(DemoFolder(path: path))
    }

    func write(_ text: String, to path: String, permissions: Int = 0o644) throws {
        try write(Data(text.utf8), to: path, permissions: permissions)
    }

    func write(_ bytes: Data, to path: String, permissions: Int = 0o644) throws {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try bytes.write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
    }
}
