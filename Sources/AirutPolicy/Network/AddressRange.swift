/// A block of addresses: `10.0.0.0/8`, `fd00::/8`, or one address. Encoded as its text.
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    public let address: IPAddress
    /// Bits that count, from the left.
    public let length: Int

    /// `nil` for anything else, and when bits beyond the length are set: then it is not clear what was meant.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(String(parts[0])) else { return nil }
        let bits = address.bytes.count * 8
        if parts.count == 2 {
            guard let length = Self.length(parts[1]), length <= bits else { return nil }
            self.length = length
        } else {
            length = bits
        }
        self.address = address
        guard address.bytes == Self.masked(address.bytes, length) else { return nil }
    }

    public func contains(_ other: IPAddress) -> Bool {
        other.bytes.count == address.bytes.count && Self.masked(other.bytes, length) == address.bytes
    }

    public var description: String {
        length == address.bytes.count * 8 ? address.description : "\(address)/\(length)"
    }

    private static func length(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    private static func masked(_ bytes: [UInt8], _ length: Int) -> [UInt8] {
        bytes.enumerated().map { index, byte in
            let kept = max(0, min(8, length - index * 8))
            return kept == 8 ? byte : byte & ~(0xFF >> UInt8(kept))
        }
    }
}

extension AddressRange: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let range = AddressRange(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” is no range of addresses")
        }
        self = range
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
