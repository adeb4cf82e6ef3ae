import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy
import FoundationEssentials

/// Puts together what a proxy is told: the server's settings, the repository's allowlist, a task's surrogates.
struct NetworkPolicy: Sendable {
    let server: ServerNetworkSettings
    let repository: RepositorySettings
    /// Whether images are built behind a proxy.
    var sandboxesBuilds = true
    /// Those of this machine.
    var ownAddresses: @Sendable () -> [IPAddress] = InterfaceAddresses.all

    /// For a task's container.
    ///
    /// - Parameter surrogates: by the name in `masked_secrets`, of those that the container really holds: the others' real
    ///   values stay away from this proxy.
    func task(_ allowlist: AllowlistFile, surrogates: [String: Secret]) throws -> ProxyPolicy {
        let masks = surrogates.sorted { $0.key < $1.key }.compactMap { name, surrogate in
            repository.maskedSecrets[name].map { Self.mask(name, $0, surrogate) }
        }
        return try policy(allowlist.task, masks: masks)
    }

    /// For the build of the container's image, which holds no secret: what the repository says, or else the server.
    func imageBuild(_ allowlist: AllowlistFile) throws -> ProxyPolicy {
        let rules = server.buildAllowlist.map {
            AllowRule(host: $0, methods: ["GET", "HEAD"], place: "network.build_allowlist of the server")
        }
        let file = "\(AllowlistFile.path) (section build)"
        return try policy(NetworkAllowlist(rules: allowlist.imageBuild?.rules ?? rules, file: file), masks: [])
    }

    private func policy(_ allowlist: NetworkAllowlist, masks: [SecretMask]) throws -> ProxyPolicy {
        ProxyPolicy(
            allowlist: allowlist, masks: masks, staticHosts: server.staticHosts, allowedPrivate: server.allowedPrivate,
            neverDialled: neverDialled, additionalAuthorities: try authorities(),
            serverTools: ServerToolPolicy(allowsWebSearch: repository.network.webSearch))
    }

    /// What stands for hosts in the sandbox, and this machine, whose services may trust whoever is on it.
    private var neverDialled: [AddressRange] {
        let own = ownAddresses().filter { AddressClass($0) != .loopback }.compactMap { AddressRange("\($0)") }
        return ProxyPolicy.defaultAddressPool + own.filter { !server.allowedPrivate.contains($0) }
    }

    /// Read for each proxy: who renews the file does not have to restart the server.
    private func authorities() throws -> String? {
        guard let path = server.caFile else { return nil }
        do {
            return try String(contentsOf: URL(filePath: path), encoding: .utf8)
        } catch {
            throw StageFailure(
                remedy: .tryAgain, failure: .noNetwork, detail: "network.ca_file \(path) cannot be read: \(error)")
        }
    }

    private static func mask(_ name: String, _ secret: MaskedSecret, _ surrogate: Secret) -> SecretMask {
        SecretMask(
            name: name, surrogate: surrogate.reveal(), real: secret.value.reveal(), scopes: secret.scopes,
            headers: secret.headers, allowsForeignCredentials: secret.allowForeignCredentials)
    }
}

extension ProxyPolicy {
    /// One line of JSON, secrets included.
    func line() throws -> Secret { Secret(String(decoding: try JSONEncoder().encode(self), as: UTF8.self)) }
}
