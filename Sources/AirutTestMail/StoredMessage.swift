public import FoundationEssentials

/// A message in a mailbox folder.
public struct StoredMessage: Sendable, Hashable {
    public internal(set) var uid: UInt32
    /// With their backslash where they have one: `\Seen`.
    public internal(set) var flags: Set<String>
    public let bytes: [UInt8]
    public let receivedAt: Date

    /// Bytes as text; what is not UTF-8 is replaced.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The header with the empty line that ends it.
    var header: ArraySlice<UInt8> { bytes[..<bodyStart] }
    var body: ArraySlice<UInt8> { bytes[bodyStart...] }

    private var bodyStart: Int {
        let newline = UInt8(ascii: "\n")
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: newline) {
            let line = bytes[start..<end]
            if line.isEmpty || line.elementsEqual([UInt8(ascii: "\r")]) { return end + 1 }
            start = end + 1
        }
        return bytes.endIndex
    }
}
