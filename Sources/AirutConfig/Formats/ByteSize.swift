/// Sizes as text: `512m`, `4g`.
enum ByteSize {
    private static let units: [(letter: Character, bytes: Int)] = [
        ("t", 1 << 40), ("g", 1 << 30), ("m", 1 << 20), ("k", 1 << 10), ("b", 1),
    ]

    static func bytes(_ text: String) -> Int? {
        let text = text.lowercased()
        let unit = units.first { text.last == $0.letter }
        let digits = unit == nil ? Substring(text) : text.dropLast()
        guard !digits.isEmpty, digits.utf8.allSatisfy(ASCII.isDigit), let count = Int(digits) else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: unit?.bytes ?? 1)
        return overflow ? nil : bytes
    }

    /// In the largest unit that leaves no remainder.
    static func text(_ bytes: Int) -> String {
        let unit = units.first { bytes >= $0.bytes && bytes % $0.bytes == 0 } ?? units[units.count - 1]
        return "\(bytes / unit.bytes)\(unit.letter)"
    }
}
