import Glibc

/// The listening sockets the proxy was started with (the protocol of systemd's `sd_listen_fds`): `LISTEN_FDS` of them from
/// descriptor 3 on, named in `LISTEN_FDNAMES`.
struct ActivatedSockets: Hashable, Sendable {
    enum Role: String, CaseIterable, Sendable {
        case http
        case https
        case dnsDatagrams = "dns"
        case dnsStreams = "dns-tcp"
    }

    private(set) var descriptors: [Role: [Int32]] = [:]

    /// - Throws: when there are none, or one has a name that is not a role's.
    init(environment: (String) -> String?) throws(ProxyError) {
        guard let count = environment("LISTEN_FDS").flatMap({ Int32($0) }), (1...64).contains(count) else {
            throw problem("LISTEN_FDS is not a number of sockets")
        }
        let names = (environment("LISTEN_FDNAMES") ?? "").split(separator: ":", omittingEmptySubsequences: false)
        guard names.count == Int(count) else { throw problem("LISTEN_FDNAMES does not name \(count) sockets") }
        for (index, name) in names.enumerated() {
            guard let role = Role(rawValue: String(name)) else {
                throw problem("a socket is named \(name): the names are http, https, dns and dns-tcp")
            }
            descriptors[role, default: []].append(3 + Int32(index))
        }
    }

    /// Each with `role` as its role.
    subscript(_ role: Role) -> [Int32] { descriptors[role] ?? [] }
}

private func problem(_ reason: String) -> ProxyError { ProxyError(action: "take over its sockets", reason: reason) }
