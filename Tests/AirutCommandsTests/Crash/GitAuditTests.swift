import AirutTestSupport
import Foundation
import Testing

@testable import AirutCommands

/// The crash test's judge of repositories: what is damaged, it must see.
@Suite struct GitAuditTests {
    @Test func `whole repositories pass, damaged and forgetful ones do not`() async throws {
        try await World.with { world in
            let folder = "\(world.folder.state)/repos/\(world.sites[0].name)"
            let mirror = folder + "/mirror.git"
            let workspace = folder + "/conversations/one/workspace"
            try FileManager.default.createDirectory(
                atPath: folder + "/conversations/one", withIntermediateDirectories: true)
            let remote = world.repository.folder.remote
            _ = try await run(["git", "clone", "-q", "--mirror", "--no-local", remote, mirror])
            _ = try await run(["git", "clone", "-q", "--no-local", remote, workspace])
            #expect(try await violations(in: world) == [0, 0])

            _ = try await run(["git", "-C", mirror, "branch", "nobody-else-has-it", "main"])
            #expect(try await violations(in: world) == [1, 0])
            _ = try await run(["git", "-C", mirror, "branch", "-D", "-q", "nobody-else-has-it"])
            for name in ["one", "two"] { _ = try await run(["git", "-C", remote, "branch", name, "main"]) }
            #expect(try await violations(in: world) == [2, 0])
            for name in ["one", "two"] { _ = try await run(["git", "-C", remote, "branch", "-D", "-q", name]) }

            try flipByte(inPackOf: mirror)
            #expect(try await violations(in: world) == [1, 0])
            try flipByte(inPackOf: workspace + "/.git")
            #expect(try await violations(in: world) == [1, 1])
        }
    }

    private func violations(in world: World) async throws -> [Int] {
        try await GitAudit(world: world).findings().map(\.violations.count)
    }

    private func flipByte(inPackOf repository: String) throws {
        let folder = repository + "/objects/pack/"
        let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".pack") })
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder + name)
        let file = try FileHandle(forUpdating: URL(filePath: folder + name))
        try file.seek(toOffset: 40)
        let byte = try #require(try file.read(upToCount: 1)?.first)
        try file.seek(toOffset: 40)
        try file.write(contentsOf: [byte ^ 0xff])
        try file.close()
    }
}
