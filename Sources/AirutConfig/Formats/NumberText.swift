/// Decimal numbers as they are written in configuration files: no exponents, no infinities.
enum NumberText {
    /// Without a leading zero, which some readers of YAML take for an octal number.
    static func integer(_ text: String) -> Int? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy(ASCII.isDigit), digits == "0" || digits.first != "0" else {
            return nil
        }
        return Int(text)
    }

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
