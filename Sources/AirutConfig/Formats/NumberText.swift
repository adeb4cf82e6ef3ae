/// Decimal numbers as they are written in configuration files: no exponents, no infinities.
enum NumberText {
    static func value(_ text: String) -> Double? {
        guard (1...30).contains(text.utf8.count), text.utf8.allSatisfy({ ASCII.isDigit($0) || $0 == 0x2E }),
            let value = Double(text)
        else { return nil }
        return value
    }

    /// Without a needless `.0`.
    static func short(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
