/// Removes from text what a reader of it cannot see: it could only deceive.
enum TextCleaner {
    /// Line ends become LF; controls, bidirectional overrides, zero-width and tag characters go.
    static func cleaned(_ text: String) -> String {
        let bytes = text.utf8
        if bytes.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x09 }) { return text }
        var result = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            defer { wasReturn = scalar == "\r" }
            switch scalar.value {
            case 0x0A: if !wasReturn { result.append("\n") }
            case 0x0D, 0x85, 0x2028, 0x2029: result.append("\n")
            case 0x09: result.append("\t")
            case 0xA0, 0x202F: result.append(" ")
            default: if isVisible(scalar.value) { result.append(scalar) }
            }
        }
        return String(result)
    }

    /// What could deceive is replaced instead of removed: an address must not become another one.
    static func marked(_ address: String) -> String {
        if address.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return address }
        var result = String.UnicodeScalarView()
        for scalar in address.unicodeScalars {
            let isLineEnd = scalar.value == 0x2028 || scalar.value == 0x2029
            result.append(isVisible(scalar.value) && !isLineEnd ? scalar : "\u{FFFD}")
        }
        return String(result)
    }

    private static func isVisible(_ value: UInt32) -> Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x034F, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x202A...0x202E,
            0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
            false
        default: true
        }
    }
}
