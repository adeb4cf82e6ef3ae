import AirutPolicy
import NIOCore
import NIOPosix

/// Addresses that may be dialled, given to NIO's connection racing (RFC 8305) as if a resolver had found them: exactly
/// these are dialled.
struct CheckedAddresses: Resolver, Sendable {
    let addresses: [SocketAddress]
    let eventLoop: any EventLoop

    /// - Throws: ``UpstreamFailure`` when none of them may be dialled.
    init(
        _ found: [IPAddress], of name: HostName, port: Int, policy: ProxyPolicy, eventLoop: any EventLoop
    ) throws(UpstreamFailure) {
        let refusals = found.compactMap { policy.refusal(toDial: $0) }
        let allowed = found.filter { policy.refusal(toDial: $0) == nil }
        guard !allowed.isEmpty else {
            throw UpstreamFailure(
                status: 403, reason: "\(name) cannot be dialled: \(refusals.first ?? "it has no address")")
        }
        addresses = allowed.compactMap { try? SocketAddress($0, port: port) }
        self.eventLoop = eventLoop
    }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        eventLoop.makeSucceededFuture(addresses.filter { $0.protocol == .inet })
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        eventLoop.makeSucceededFuture(addresses.filter { $0.protocol == .inet6 })
    }

    func cancelQueries() {}
}

extension SocketAddress {
    init(_ address: IPAddress, port: Int) throws {
        try self.init(packedIPAddress: ByteBuffer(bytes: address.bytes), port: port)
    }

    /// An IPv4 address that came over an IPv6 socket counts as what it is.
    var policyAddress: IPAddress? {
        switch self {
        case .v4(let address):
            var raw = address.address.sin_addr
            return unsafe Swift.withUnsafeBytes(of: &raw) { unsafe IPAddress(bytes: Array($0)) }
        case .v6(let address):
            var raw = address.address.sin6_addr
            let bytes = unsafe Swift.withUnsafeBytes(of: &raw) { unsafe Array($0) }
            let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
            return IPAddress(bytes: isMapped ? Array(bytes[12...]) : bytes)
        case .unixDomainSocket: return nil
        }
    }
}
