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
                throw refusal("the image \(base.name) cannot be looked at: it is not in \(store)")
            }
            guard !ImageTriggers.mayBe(in: [UInt8](configuration)) else {
                throw refusal(
                    "the image \(base.name) (line \(base.line) of its Dockerfile) has triggers (ONBUILD), which nobody "
                        + "could check")
            }
        }
    }

    private func bases() throws(SandboxError) -> Set<Dockerfile.Base> {
        do {
            return try Dockerfile.bases(in: build.content.dockerfile)
        } catch {
            throw refusal(
                "line \(error.line) of its Dockerfile begins with an image whose name is not plain: write it out, or "
                    + "with an ARG that has one default before the first FROM")
        }
    }

    /// Of the very image that the build will use: it takes one that is here.
    private func identifier(of base: Dockerfile.Base) async throws -> String {
        let inspection = ["image", "inspect", "--format", "{{.Id}}", base.name]
        if let known = try? await answer(inspection) { return known }
        try Task.checkCancellation()
        let pulled = try await podman.run(
            podman.host.callPodman(["pull", "--quiet", base.name]), deadline: limits.time)
        guard pulled.isSuccess else { throw refusal("the image \(base.name) cannot be fetched: \(pulled.failure)") }
        return try await answer(inspection)
    }

    private func answer(_ arguments: [String]) async throws -> String {
        let result = try await podman.run(podman.host.callPodman(arguments))
        guard result.isSuccess else { throw refusal("podman \(arguments[0]) fails: \(result.failure)") }
        return String(decoding: result.output.prefix { $0 >= 0x20 }, as: UTF8.self)
    }

    private func refusal(_ reason: String) -> SandboxError {
        SandboxError(kind: .image, action: "build the image", reason: reason)
    }
}
