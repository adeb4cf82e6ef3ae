import AirutTestSupport
import Foundation

/// The demonstration as a newcomer runs it: the built program, with Podman as it comes.
enum DemoProgram {
    private static let programs = [
        "airut", "airut-reader", "airut-git", "airut-confine", "airut-init", "airut-netns", "airut-proxy",
    ]

    /// - Parameters:
    ///   - asUser: as an unprivileged one.
    ///   - arguments: its argument makes a path one that the user can read.
    static func run(
        asUser: Bool = false, environment: [String: String] = [:],
        arguments: (_ readable: (String) throws -> String) throws -> [String] = { _ in [] }
    ) async throws -> CommandResult {
        try await withTemporaryDirectory { folder in
            guard asUser else {
                let podman = try PodmanFolder(folder)
                return try await run([BuiltProgram.path("airut"), "demo"] + arguments { $0 }, podman, environment)
            }
            let user = try await TestUser.make(home: folder + "/home")
            let podman = try PodmanFolder(folder, owner: user)
            // The checkout may lie where this user cannot look.
            let copy = { (path: String) in
                let target = "\(folder)/\(URL(filePath: path).lastPathComponent)"
                try FileManager.default.copyItem(atPath: path, toPath: target)
                return target
            }
            for name in programs { _ = try copy(BuiltProgram.path(name)) }
            let result = try await run(
                user.prefix + [folder + "/airut", "demo"] + arguments(copy), podman, environment, user)
            try await user.remove()
            return result
        }
    }

    private static func run(
        _ command: [String], _ podman: PodmanFolder, _ environment: [String: String], _ user: TestUser? = nil
    ) async throws -> CommandResult {
        let result = try await AirutTestSupport.run(
            command, environment: podman.environment.merging(environment) { $1 }, mayFail: true)
        try await podman.remove(as: user)
        return result
    }
}
