import AirutPolicy
import Glibc

/// The addresses of this machine's own interfaces.
enum InterfaceAddresses {
    /// At present; empty when the system does not tell.
    static func all() -> [IPAddress] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard unsafe getifaddrs(&first) == 0 else { return [] }
        defer { unsafe freeifaddrs(first) }
        var addresses: [IPAddress] = []
        var next = unsafe first
        while let interface = unsafe next {
            if let address = unsafe interface.pointee.ifa_addr.flatMap({ unsafe address($0) }) {
                addresses.append(address)
            }
            unsafe next = interface.pointee.ifa_next
        }
        return addresses
    }

    private static func address(_ socket: UnsafeMutablePointer<sockaddr>) -> IPAddress? {
        switch unsafe Int32(socket.pointee.sa_family) {
        case AF_INET:
            unsafe socket.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { socket in
                unsafe IPAddress(bytes: withUnsafeBytes(of: socket.pointee.sin_addr) { unsafe [UInt8]($0) })
            }
        case AF_INET6:
            unsafe socket.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { socket in
                unsafe IPAddress(bytes: withUnsafeBytes(of: socket.pointee.sin6_addr) { unsafe [UInt8]($0) })
            }
        default: nil
        }
    }
}
