/// The two alphabets of RFC 4648, §4 and §5.
enum Base64Alphabet: Sendable, CaseIterable {
    case standard, urlSafe

    private static let shared = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

    private var last: [UInt8] { self == .standard ? Array("+/".utf8) : Array("-_".utf8) }

    /// - Parameter value: six bits.
    func character(_ value: UInt8) -> UInt8 {
        value < 62 ? Self.shared[Int(value)] : last[Int(value & 63) - 62]
    }

    func value(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x41...0x5A: character - 0x41
        case 0x61...0x7A: character - 0x61 + 26
        case 0x30...0x39: character - 0x30 + 52
        default: last.firstIndex(of: character).map { UInt8($0) + 62 }
        }
    }
}
