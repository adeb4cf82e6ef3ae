import AirutPolicy
import AirutTestSupport
import FoundationEssentials
import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// A running `airut-proxy`, and a server behind it.
struct World: Sendable {
    /// What rules and requests of these tests name.
    static let host = "api.example.org"

    let program: ActivatedProgram
    let received: Received
    let ports: [String: Int]
    let certificate: String

    /// What the proxy reported.
    var verdicts: [ProxyVerdict] {
        program.lines.compactMap { line in
            guard case .verdict(let verdict) = try? JSONDecoder().decode(ProxyReport.self, from: Data(line.utf8)) else {
                return nil
            }
            return verdict
        }
    }

    /// The verdicts about requests, once there are as many.
    func requestVerdicts(_ count: Int) async throws -> [ProxyVerdict] {
        _ = try await eventually { verdicts.count { $0.kind == .request } >= count }
        return verdicts.filter { $0.kind == .request }
    }

    /// The address the proxy's resolver gives the name.
    func address(of name: String) async throws -> String {
        let answer = try await openDNS { peer in
            let query = dnsQuery(name, kind: 1)
            try await peer.send([UInt8(query.count >> 8), UInt8(query.count & 0xFF)] + query)
            let length = Array(try await peer.raw(2))
            return Array(try await peer.raw(Int(length[0]) << 8 | Int(length[1])))
        }
        return answer.suffix(4).map { "\($0)" }.joined(separator: ".")
    }

    func openDNS<Result: Sendable>(_ body: (inout Peer) async throws -> Result) async throws -> Result {
        try await connect(to: "127.0.0.1", port: ports["dns-tcp"]!, body)
    }

    /// Speaks plain or TLS with the proxy as if it were the name's server.
    ///
    /// - Parameters:
    ///   - scheme: `https-plain` dials its port without TLS.
    ///   - serverName: named in TLS; `nil`: none.
    ///   - dialled: the name whose address is dialled; `nil`: an address no name has.
    func open<Result: Sendable>(
        _ scheme: String = "https", serverName: String? = World.host, dialled: String? = World.host,
        _ body: (inout Peer) async throws -> Result
    ) async throws -> Result {
        var address = "127.0.0.1"
        if let dialled { address = try await self.address(of: dialled) }
        guard scheme == "https" else {
            return try await connect(to: address, port: ports[scheme == "http" ? "http" : "https"]!, body)
        }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)))
        configuration.applicationProtocols = ["h2", "http/1.1"]
        if serverName == nil { configuration.certificateVerification = .noHostnameVerification }
        let context = try NIOSSLContext(configuration: configuration)
        return try await connect(to: address, port: ports["https"]!, tls: (context, serverName), body)
    }

    /// One request, its response, on a connection of its own.
    func request(_ text: String, scheme: String = "https") async throws -> PlainResponse {
        try await open(scheme) { peer in
            try await peer.send(text)
            return try await peer.response(to: text.hasPrefix("HEAD ") ? "HEAD" : "GET")
        }
    }

    private func connect<Result: Sendable>(
        to address: String, port: Int, tls: (context: NIOSSLContext, name: String?)? = nil,
        _ body: (inout Peer) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: address, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls.context, serverHostname: tls.name))
                    }
                    return try Peer.Channel(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var peer = Peer(inbound, outbound, of: channel)
            return try await body(&peer)
        }
    }
}

/// Runs the proxy between the tests and a server.
///
/// - Parameters:
///   - program: the command that runs it.
///   - change: of the policy, which allows everything at ``World/host``.
func withWorld<Result: Sendable>(
    program: [String] = [BuiltProgram.path("airut-proxy")], plain: Bool = false, tlsFor names: [String] = [World.host],
    script: @escaping Script = answering(),
    change: (inout ProxyPolicy) -> Void = { _ in }, _ body: (World) async throws -> Result
) async throws -> Result {
    try await withTestServer(tlsFor: plain ? nil : names, script: script) { port, received in
        var policy = ProxyPolicy(
            allowlist: NetworkAllowlist(rules: [AllowRule(host: World.host)]),
            staticHosts: [World.host: StaticHost(address: IPAddress("127.0.0.1")!, port: port)],
            additionalAuthorities: TestAuthority.shared.pem)
        policy.addressPool = ["127.80.0.0/16", "fd00::/64"].compactMap(AddressRange.init)
        change(&policy)
        return try await withProxy(program, policy) { program, ports, certificate in
            try await body(World(program: program, received: received, ports: ports, certificate: certificate))
        }
    }
}

/// Runs the built proxy on free ports of every loopback address.
private func withProxy<Result>(
    _ command: [String], _ policy: ProxyPolicy, _ body: (ActivatedProgram, [String: Int], String) async throws -> Result
) async throws -> Result {
    let sockets = try ["http", "https", "dns", "dns-tcp"].map { try WildcardSocket(name: $0, isDatagram: $0 == "dns") }
    let input = Array(try JSONEncoder().encode(policy)) + [0x0A]
    let result = try await withActivatedProgram(
        command, sockets: sockets.map { ($0.name, $0.descriptor) }, input: input
    ) { program in
        var certificate: String?
        _ = try await eventually {
            guard let line = program.lines.first,
                case .ready(let pem) = try? JSONDecoder().decode(ProxyReport.self, from: Data(line.utf8))
            else { return false }
            certificate = pem
            return true
        }
        guard let certificate else { throw TestFailure("the proxy is not ready: \(program.lines)") }
        let ports = Dictionary(uniqueKeysWithValues: sockets.map { ($0.name, $0.port) })
        return try await body(program, ports, certificate)
    }
    withExtendedLifetime(sockets) {}
    return result
}

/// A question for the records of one kind, as on the wire.
func dnsQuery(_ name: String, kind: UInt8, id: UInt16 = 0x1234) -> [UInt8] {
    let labels = name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + $0.utf8 }
    return [UInt8(id >> 8), UInt8(id & 0xFF), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0] + labels + [0, 0, kind, 0, 1]
}
