import AirutPolicy

/// Addresses with ports as text.
enum StaticHostText {
    static func parse(_ text: String) -> StaticHost? {
        if let address = IPAddress(text) { return StaticHost(address: address) }
        if text.hasPrefix("["), text.hasSuffix("]") { return ipv6(text).map { StaticHost(address: $0) } }
        guard let colon = text.lastIndex(of: ":"), let port = port(text[text.index(after: colon)...]) else {
            return nil
        }
        let host = String(text[..<colon])
        let address = host.hasPrefix("[") ? ipv6(host) : IPAddress(host).flatMap { $0.isIPv4 ? $0 : nil }
        return address.map { StaticHost(address: $0, port: port) }
    }

    static func text(_ host: StaticHost) -> String {
        guard let port = host.port else { return host.address.description }
        return host.address.isIPv4 ? "\(host.address):\(port)" : "[\(host.address)]:\(port)"
    }

    private static func ipv6(_ text: String) -> IPAddress? {
        guard text.hasPrefix("["), text.hasSuffix("]"), let address = IPAddress(String(text.dropFirst().dropLast()))
        else {
            return nil
        }
        return address.isIPv4 ? nil : address
    }

    private static func port(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy(ASCII.isDigit), let port = Int(text), (1...65535).contains(port) else { return nil }
        return port
    }
}
