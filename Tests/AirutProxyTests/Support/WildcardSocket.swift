import AirutTestSupport
import Glibc

/// A socket on a free port of all addresses, IPv4 and IPv6, as the sandbox's network has them.
final class WildcardSocket: Sendable {
    let name: String
    let descriptor: Int32
    let port: Int

    init(name: String, isDatagram: Bool) throws {
        self.name = name
        let kind = isDatagram ? SOCK_DGRAM.rawValue : SOCK_STREAM.rawValue
        descriptor = socket(AF_INET6, Int32(kind | SOCK_CLOEXEC.rawValue), 0)
        var off: Int32 = 0
        setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &off, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        port = Int(UInt16(bigEndian: address.sin6_port))
        guard isBound, isDatagram || listen(descriptor, 128) == 0 else {
            close(descriptor)
            throw TestFailure("no wildcard socket: \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }
}
