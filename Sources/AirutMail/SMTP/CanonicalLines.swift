/// The line ends of mail on the wire.
///
/// A lone CR or LF inside a message lets servers disagree about where it ends, and with that smuggle a second one.
///
/// - SeeAlso: RFC 5321 §2.3.8.
enum CanonicalLines {
    /// The message with every line end written CR LF, the last line included.
    static func ended(_ message: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(message.count + message.count / 32 + 2)
        var previous: UInt8 = 0
        for byte in message {
            if previous == 0x0D, byte != 0x0A { result.append(0x0A) }
            if byte == 0x0A, previous != 0x0D { result.append(0x0D) }
            result.append(byte)
            previous = byte
        }
        if previous == 0x0D { result.append(0x0A) }
        if previous != 0x0D, previous != 0x0A { result += [0x0D, 0x0A] }
        return result
    }
}
