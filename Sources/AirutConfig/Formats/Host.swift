/// Names of hosts, as text.
enum Host {
    /// A domain name, or an IPv4 or IPv6 address without brackets.
    static func isName(_ text: String) -> Bool {
        if text.utf8.contains(UInt8(ascii: ":")) {
            return text.utf8.count <= 45 && text.utf8.allSatisfy { $0 == 0x3A || $0 == 0x2E || isHexadecimal($0) }
        }
        return (1...253).contains(text.utf8.count)
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x5F }
            }
    }

    /// Whether what is sent there stays on this machine.
    static func isLoopback(_ host: String) -> Bool {
        let host = host.lowercased()
        if host == "localhost" || host.hasSuffix(".localhost") || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        ASCII.isDigit(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}
