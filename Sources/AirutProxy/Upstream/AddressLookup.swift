import AirutPolicy
import Glibc

/// The host's addresses as the system's resolver knows them, in the order in which to try them.
///
/// Blocks its thread.
enum AddressLookup {
    /// Keeps the resolver from trying a name in the machine's own domains, too (resolv.conf(5)). Call it before there are
    /// threads.
    static func neverSearch() { unsafe setenv("LOCALDOMAIN", ".", 1) }

    /// - Throws: ``UpstreamFailure`` when there are none.
    static func addresses(of name: HostName) throws(UpstreamFailure) -> [IPAddress] {
        if let address = name.address { return [address] }
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(name.text, nil, &hints, &list)
        guard status == 0 else {
            let reason = unsafe String(cString: gai_strerror(status))
            throw UpstreamFailure(status: 502, reason: "no address is known for \(name): \(reason)")
        }
        defer { unsafe freeaddrinfo(list) }
        var found: [IPAddress] = []
        var entry = unsafe list
        while let current = unsafe entry {
            if let address = unsafe address(current.pointee), !found.contains(address) { found.append(address) }
            unsafe entry = current.pointee.ai_next
        }
        return found
    }

    private static func address(_ entry: addrinfo) -> IPAddress? {
        guard let raw = unsafe UnsafeRawPointer(entry.ai_addr) else { return nil }
        switch unsafe entry.ai_family {
        case AF_INET:
            var address = unsafe raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            return unsafe withUnsafeBytes(of: &address) { unsafe IPAddress(bytes: Array($0)) }
        case AF_INET6:
            var address = unsafe raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return unsafe withUnsafeBytes(of: &address) { unsafe IPAddress(bytes: Array($0)) }
        default: return nil
        }
    }
}
