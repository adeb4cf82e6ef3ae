/// An event as the kernel writes it.
///
/// - SeeAlso: inotify(7), `struct inotify_event`.
struct FileEvent {
    /// The number of the watch.
    let watch: Int32
    let mask: UInt32
    /// In the watched folder; empty for what is watched itself.
    let name: String

    /// Watch, mask, cookie and length of the name, 32 bits each; then the name, filled up with zeros.
    private static let headBytes = 16

    static func all(in bytes: ArraySlice<UInt8>) -> [FileEvent] {
        var events: [FileEvent] = []
        var rest = bytes
        while rest.count >= headBytes {
            let length = Int(number(rest, at: 12))
            let name = rest.dropFirst(headBytes).prefix(length).prefix { $0 != 0 }
            events.append(
                FileEvent(
                    watch: Int32(bitPattern: number(rest, at: 0)), mask: number(rest, at: 4),
                    name: String(decoding: name, as: UTF8.self)))
            rest = rest.dropFirst(headBytes + length)
        }
        return events
    }

    /// In the machine's byte order.
    private static func number(_ bytes: ArraySlice<UInt8>, at offset: Int) -> UInt32 {
        let piece = bytes.dropFirst(offset).prefix(4)
        return unsafe Array(piece).withUnsafeBytes { unsafe $0.loadUnaligned(as: UInt32.self) }
    }
}
