import AirutModel
import FoundationEssentials

extension BuildRun {
    /// Refuses base images that have a build do something (`ONBUILD`): the Dockerfile does not show it, and Podman follows
    /// it like the Dockerfile, mounts of the host and all.
    func checkBases() async throws {
        let bases = try bases().sorted { $0.line < $1.line }
        guard !bases.isEmpty else { return }
        let store = try await answer(["info", "--format", "{{.Store.GraphRoot}}/{{.Store.GraphDriverName}}-images"])
        for base in bases {
            let id = try await identifier(of: base)
            // As containers/storage names an image's configuration, which Podman 4.3 does not show all of.
            let path = "\(store)/\(id)/=" + Data("sha256:\(id)".utf8).base64EncodedString()
            guard let configuration = try? Data(contentsOf: URL(filePath: path)) else {
                throw failure("the image \(base.name) cannot be looked at: it is not in \(store)", .host)
            }
            guard !ImageTriggers.mayBe(in: [UInt8](configuration)) else {
                throw failure(
                    "the image \(base.name) (line \(base.line) of its Dockerfile) has triggers (ONBUILD), which nobody "
                        + "could check")
            }
        }
    }

    private func bases() throws(SandboxError) -> Set<Dockerfile.Base> {
        do {
            return try Dockerfile.bases(in: build.content.dockerfile)
        } catch {
            throw failure(
                "line \(error.line) of its Dockerfile begins with an image whose name is not plain: write it out, or "
                    + "with an ARG that has one default before the first FROM")
        }
    }

    /// Of the very image that the build will use: it takes one that is here.
    private func identifier(of base: Dockerfile.Base) async throws -> String {
        let inspection = ["image", "inspect", "--format", "{{.Id}}", base.name]
        if let known = try? await answer(inspection) { return known }
        try Task.checkCancellation()
        fetched.withLock { _ = $0.insert(base.name) }
        let pulled = try await podman.run(
            PodmanCommand.pull(base.name, for: context, host: podman.host), deadline: limits.time)
        guard pulled.isSuccess else {
            throw failure("the image \(base.name) cannot be fetched: \(BuildLog.hide(context, in: pulled.failure))")
        }
        return try await answer(inspection)
    }

    private func answer(_ arguments: [String]) async throws -> String {
        let result = try await podman.run(podman.host.callPodman(arguments))
        guard result.isSuccess else { throw failure("podman \(arguments[0]) fails: \(result.failure)", .host) }
        return String(decoding: result.output.prefix { $0 >= 0x20 }, as: UTF8.self)
    }

    private func failure(_ reason: String, _ kind: SandboxError.Kind = .image) -> SandboxError {
        SandboxError(kind: kind, action: "build the image", reason: reason)
    }
}
