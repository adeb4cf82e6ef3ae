/// The six-bit values of a text that begins some bytes after a Base64 group did.
struct Base64Inside {
    /// Bits of the text that share a value with a neighbour.
    struct Part: Hashable {
        let bits: UInt8
        /// Which of the six bits belong to the text.
        let mask: UInt8
    }

    /// Values that belong to the text wholly.
    let whole: [UInt8]
    let lead: Part?
    let trail: Part?

    /// - Parameter offset: bytes of the group before the text, 0 to 2.
    init(_ text: String, offset: Int) {
        let bytes = [UInt8](repeating: 0, count: offset) + text.utf8
        let bits = bytes.count * 8
        let values = stride(from: 0, to: bits, by: 6).map { start -> UInt8 in
            let index = start / 8
            let pair = UInt16(bytes[index]) << 8 | UInt16(index + 1 < bytes.count ? bytes[index + 1] : 0)
            return UInt8(pair >> UInt16(10 - start % 8) & 0x3F)
        }
        let first = (offset * 8 + 5) / 6
        let end = bits / 6
        whole = Array(values[first..<max(first, end)])
        lead = offset == 0 ? nil : Part(bits: values[first - 1], mask: offset == 1 ? 0x0F : 0x03)
        trail = end == values.count ? nil : Part(bits: values[end], mask: bits % 6 == 2 ? 0x30 : 0x3C)
    }
}
