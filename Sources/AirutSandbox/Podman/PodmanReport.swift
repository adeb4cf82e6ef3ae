import FoundationEssentials

/// What Podman says about itself and this machine.
public struct PodmanReport: Sendable, Hashable {
    public let version: String
    public let runtime: String
    public let isRootless: Bool
    /// How many user ids containers can have, without root.
    public let userIDs: Int
    public let cgroupVersion: String
    public let cgroupControllers: [String]
    public let storageDriver: String
    /// Limits that cannot be enforced: `memory`, `cpu`, `process`.
    public let missingLimits: [String]

    /// - Parameter information: what `podman info --format json` writes.
    init?(information: [UInt8], limits: LimitSupport) {
        guard let read = try? JSONDecoder().decode(Information.self, from: Data(information)) else { return nil }
        version = read.version.number
        runtime = read.host.ociRuntime.name
        isRootless = read.host.security.rootless
        userIDs = (read.host.idMappings.uidmap ?? []).reduce(0) { $0 + $1.size }
        cgroupVersion = read.host.cgroupVersion
        cgroupControllers = read.host.cgroupControllers ?? []
        storageDriver = read.store.graphDriverName
        missingLimits = limits.missing
    }

    private struct Information: Decodable {
        struct Host: Decodable {
            struct Security: Decodable { let rootless: Bool }
            struct Runtime: Decodable { let name: String }
            struct Mappings: Decodable { let uidmap: [Mapping]? }
            struct Mapping: Decodable { let size: Int }

            let security: Security
            let ociRuntime: Runtime
            let idMappings: Mappings
            let cgroupVersion: String
            let cgroupControllers: [String]?
        }
        struct Store: Decodable { let graphDriverName: String }
        struct Version: Decodable {
            enum CodingKeys: String, CodingKey { case number = "Version" }

            let number: String
        }

        let host: Host
        let store: Store
        let version: Version
    }
}

extension PodmanHost {
    /// Asks Podman about itself.
    ///
    /// - Throws: ``SandboxError`` when it is not there or does not work.
    public func report() async throws -> PodmanReport {
        let podman = Podman(host: self)
        let limits = try await podman.limitSupport()
        let result = try await podman.run(callPodman(["info", "--format", "json"]))
        guard result.isSuccess, let report = PodmanReport(information: result.output, limits: limits) else {
            throw SandboxError(kind: .host, action: "ask podman about itself", reason: result.failure)
        }
        return report
    }
}
