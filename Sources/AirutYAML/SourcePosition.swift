/// Finds lines and columns in bytes that libyaml refuses without naming a place.
enum SourcePosition {
    /// The first byte that is not UTF-8, or the first control character YAML does not allow (§5.1).
    static func firstUnreadable(in bytes: [UInt8]) -> YAMLProblem? {
        var decoder = Unicode.UTF8()
        var input = bytes.makeIterator()
        var line = 1
        var column = 1
        while true {
            switch decoder.decode(&input) {
            case .emptyInput: return nil
            case .error:
                let sentence = "this is not UTF-8: save the file in that encoding"
                return YAMLProblem(line: line, column: column, sentence: sentence)
            case .scalarValue(let scalar):
                if !isPrintable(scalar) {
                    let code = "U+" + String(scalar.value, radix: 16, uppercase: true)
                    let sentence = "the control character \(code) cannot stand in YAML: remove it, or write it escaped"
                    return YAMLProblem(line: line, column: column, sentence: sentence)
                }
                (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
            }
        }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
