import AirutTestSupport
import Foundation

@testable import AirutCommands

/// What the server keeps of the repositories once everything is done: mirrors and workspaces.
struct GitAudit: Sendable {
    let world: World

    func findings() async throws -> [CrashFinding] {
        var mirrors: [String] = []
        var workspaces: [String] = []
        for site in world.sites {
            let folder = "\(world.folder.state)/repos/\(site.name)"
            mirrors += try await damage(folder + "/mirror.git", "--strict")
            mirrors += try await differences(folder + "/mirror.git", site.repository.folder.remote)
            for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/conversations") {
                let workspace = "\(folder)/conversations/\(name)/workspace"
                guard FileManager.default.fileExists(atPath: workspace) else { continue }
                workspaces += try await damage(workspace)
            }
        }
        return [
            CrashFinding(promise: "each mirror is whole, and knows what its remote has", violations: mirrors),
            CrashFinding(promise: "each workspace's repository is whole", violations: workspaces),
        ]
    }

    /// A workspace belongs to the containers' user.
    private func damage(_ repository: String, _ options: String...) async throws -> [String] {
        let check = try await run(
            ["git", "-c", "safe.directory=*", "-C", repository, "fsck", "--full", "--no-dangling"] + options,
            mayFail: true)
        return check.status == 0 ? [] : ["\(repository): \(check.errorOutput)\(check.text)"]
    }

    /// The last run of all looked at the remote before it pushed its own branch: that one is not known yet.
    private func differences(_ mirror: String, _ remote: String) async throws -> [String] {
        let known = try await references(mirror)
        let present = try await references(remote)
        let unknown = present.subtracting(known)
        return known.subtracting(present).map { "\(mirror): not in the remote: \($0)" }
            + (unknown.count > 1 ? unknown.map { "\(mirror): does not have \($0)" } : [])
    }

    private func references(_ repository: String) async throws -> Set<String> {
        let list = try await run(
            ["git", "-C", repository, "for-each-ref", "--format=%(objectname) %(refname)", "refs/heads", "refs/tags"])
        return Set(list.text.split(separator: "\n").map(String.init))
    }
}
