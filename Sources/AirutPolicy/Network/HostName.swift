/// A host in the one spelling that is compared, logged and dialled: lower case, ASCII, no final dot; addresses without
/// brackets in their shortest form. Encoded as its text.
public struct HostName: Sendable, Hashable, CustomStringConvertible {
    public let text: String
    /// For a host that is written as an address.
    public let address: IPAddress?

    public var description: String { text }

    /// As it stands in a `Host` field or URL: IPv6 in brackets.
    public var authority: String { address?.isIPv4 == false ? "[\(text)]" : text }

    public init(_ address: IPAddress) { self.init(text: address.description, address: address) }

    private init(text: String, address: IPAddress?) {
        self.text = text
        self.address = address
    }

    /// `nil` for what is no host name: empty or overlong labels, other characters than letters, digits, `-` and `_`, several
    /// final dots, and numbers that some programs read as an address (`127.1`, `0x7f.0.0.1`).
    ///
    /// Internationalized names come as their A-labels (`xn--…`, RFC 5890); other characters are not converted.
    public init?(_ written: String) {
        let isBracketed = written.utf8.first == UInt8(ascii: "[") && written.utf8.last == UInt8(ascii: "]")
        if isBracketed || written.utf8.contains(UInt8(ascii: ":")) {
            let inner = isBracketed ? String(written.dropFirst().dropLast()) : written
            guard let address = IPAddress(inner), !address.isIPv4 else { return nil }
            self.init(address)
            return
        }
        let name = written.utf8.last == UInt8(ascii: ".") ? Substring(written.utf8.dropLast()) : written[...]
        if let last = name.utf8.last, (0x30...0x39).contains(last), let address = IPAddress(String(name)) {
            self.init(address)
            return
        }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...253).contains(name.utf8.count), labels.allSatisfy(Self.isLabel), let last = labels.last,
            !Self.readsAsNumber(last)
        else { return nil }
        self.init(text: name.lowercased(), address: nil)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.utf8.first != 0x2D && label.utf8.last != 0x2D
            && label.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
                    || byte == 0x2D || byte == 0x5F
            }
    }

    /// - SeeAlso: URL Standard, "ends in a number".
    private static func readsAsNumber(_ label: Substring) -> Bool {
        let digits = label.lowercased()
        return digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
            || digits.hasPrefix("0x")
                && digits.utf8.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

extension HostName: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let host = HostName(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is no host name")
        }
        self = host
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
