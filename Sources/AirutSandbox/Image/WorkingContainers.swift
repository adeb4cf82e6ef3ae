import AirutModel
import FoundationEssentials

/// What Podman keeps of an image build until that ends: for each step a container that no list of its own shows, with its
/// files mounted. A build that is killed leaves them, and so does one that writes when nobody reads any more: Podman ends by
/// SIGPIPE then.
///
/// Each knows the options of its build. A secret's name among them, of one that no step can ask for, tells whose it is.
struct WorkingContainers: Sendable {
    /// A build's own name; one server's begin alike.
    struct Mark: Hashable, Sendable {
        let text: String

        /// What those of every build of a server begin with.
        init(everyBuildOf instance: String) { text = "airut.\(instance)." }

        init(oneBuildOf instance: String) { text = "airut.\(instance).\(RandomToken.make(length: 16))." }

        /// For `podman build`.
        var options: [String] { ["--secret", "id=\(text),src=/dev/null"] }

        func isIn(_ secret: String) -> Bool { secret.hasPrefix("id=" + text) }
    }

    let podman: Podman

    /// Removes those that bear the mark. To be called when none of its builds goes on; works in a cancelled task, too.
    ///
    /// - Throws: ``SandboxError`` about the first that cannot be removed; the others are.
    func remove(_ mark: Mark) async throws {
        var failure: (any Error)?
        for container in try await marked(mark) {
            do {
                try await ContainerRemoval(podman: podman).remove(container)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    /// The ids of those that bear the mark.
    func marked(_ mark: Mark) async throws -> [String] {
        let containers = try await containers()
        guard !containers.isEmpty else { return [] }
        let store = ["info", "--format", "{{.Store.GraphRoot}}/{{.Store.GraphDriverName}}-containers"]
        let folder = try await answer(store).first ?? ""
        return containers.filter { container in
            Self.secrets(at: "\(folder)/\(container)/userdata/buildah.json").contains(where: mark.isIn)
        }
    }

    /// Those of every build on this machine.
    private func containers() async throws -> [String] {
        let list = ["ps", "--all", "--external", "--no-trunc", "--format", "{{.Status}} {{.ID}}"]
        let kind = "Storage "
        return try await answer(list).filter { $0.hasPrefix(kind) }.map { String($0.dropFirst(kind.count)) }
    }

    private func answer(_ arguments: [String]) async throws -> [String] {
        let result = try await podman.runAmongOthers(podman.host.callPodman(arguments), isShielded: true)
        guard result.isSuccess else {
            throw SandboxError(kind: .host, action: "look for what builds left", reason: result.failure)
        }
        return String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static func secrets(at path: String) -> [String] {
        guard let data = try? Data(contentsOf: URL(filePath: path)),
            let build = try? JSONDecoder().decode(Build.self, from: data)
        else { return [] }
        return build.options?.secrets ?? []
    }

    /// The part of Buildah's description that is needed.
    private struct Build: Decodable {
        struct Options: Decodable {
            let secrets: [String]?
            enum CodingKeys: String, CodingKey { case secrets = "Secrets" }
        }
        let options: Options?
        enum CodingKeys: String, CodingKey { case options = "CommonBuildOpts" }
    }
}
