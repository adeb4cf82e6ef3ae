import AirutModel
import AirutPolicy

/// Gives every name addresses of its own, so that a dialled address tells which name was resolved.
///
/// Addresses are never given to a second name: a client may keep one for as long as it likes.
final class NamePool: Sendable {
    /// More than any honest task asks for; a bound on what a dishonest one can make us remember.
    static let defaultMaximumNames = 8192

    private let ipv4: AddressRange
    private let ipv6: AddressRange
    private let maximumNames: Int
    private let names = Locked(Names())

    private struct Names {
        var list: [HostName] = []
        var numbers: [HostName: Int] = [:]
    }

    /// - Throws: when the policy's pool lacks a range of either kind, or one is too small.
    init(ranges: [AddressRange], maximumNames: Int = NamePool.defaultMaximumNames) throws(ProxyError) {
        guard let ipv4 = ranges.first(where: \.address.isIPv4), let ipv6 = ranges.first(where: { !$0.address.isIPv4 }),
            32 - ipv4.length >= 14, 128 - ipv6.length >= 14
        else { throw ProxyError(action: "use the pool of addresses", reason: "its ranges are too small") }
        (self.ipv4, self.ipv6) = (ipv4, ipv6)
        self.maximumNames = min(maximumNames, 1 << 13)
    }

    /// The name's address of that kind; `nil` when there are too many names already.
    func address(of name: HostName, _ kind: DNSQuery.Kind) -> IPAddress? {
        let number = names.withLock { names -> Int? in
            if let number = names.numbers[name] { return number }
            guard names.list.count < maximumNames else { return nil }
            names.list.append(name)
            names.numbers[name] = names.list.count
            return names.list.count
        }
        return number.flatMap { IPAddress(bytes: NamePool.bytes(kind == .ipv4 ? ipv4 : ipv6, $0)) }
    }

    /// The name that was given the address.
    func name(at address: IPAddress) -> HostName? {
        let range = address.isIPv4 ? ipv4 : ipv6
        guard range.contains(address) else { return nil }
        let number = zip(address.bytes, range.address.bytes).suffix(4).reduce(0) { $0 << 8 | Int($1.0 ^ $1.1) }
        guard NamePool.bytes(range, number) == address.bytes else { return nil }
        return names.withLock { number >= 1 && number <= $0.list.count ? $0.list[number - 1] : nil }
    }

    /// The range's address of that number, which is less than 2¹⁴.
    private static func bytes(_ range: AddressRange, _ number: Int) -> [UInt8] {
        var bytes = range.address.bytes
        bytes[bytes.count - 1] ^= UInt8(truncatingIfNeeded: number)
        bytes[bytes.count - 2] ^= UInt8(truncatingIfNeeded: number >> 8)
        return bytes
    }
}
