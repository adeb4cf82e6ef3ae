/// Reads the syntax of `.env` files: `export`, comments, single and double quotes over several lines, escapes.
///
/// A line that is not understood is skipped with a warning.
struct EnvironmentParser {
    private var rest: Substring.UnicodeScalarView
    private var line = 1
    private let file: String
    private(set) var problems: [Problem] = []

    init(text: String, file: String) {
        rest = Substring(text).unicodeScalars
        self.file = file
    }

    mutating func parse() -> [String: String] {
        var variables: [String: String] = [:]
        while !rest.isEmpty {
            skipBlanks()
            if let next = rest.first, next != "\n", next != "#" {
                let start = line
                if let (name, value) = assignment() {
                    variables[name] = value
                } else {
                    warn(line: start, "is not NAME=value, so it is skipped")
                }
            }
            while let next = rest.first, next != "\n" { advance(next) }
            if let next = rest.first { advance(next) }
        }
        return variables
    }

    mutating func warn(line: Int, _ sentence: String) {
        problems.append(Problem(.warning, file: file, line: line, column: 1, sentence: sentence))
    }

    private mutating func assignment() -> (String, String)? {
        var key = word()
        if key == "export", rest.first == " " || rest.first == "\t" {
            skipBlanks()
            key = word()
        }
        skipBlanks()
        guard let name = EnvironmentName.parse(key), rest.first == "=" else { return nil }
        advance("=")
        skipBlanks()
        guard let quote = rest.first, quote == "'" || quote == "\"" else { return (name, plainValue()) }
        advance(quote)
        return quotedValue(quote).map { (name, $0) }
    }

    private mutating func word() -> String {
        var word = String.UnicodeScalarView()
        while let next = rest.first, !"= \t\r\n".unicodeScalars.contains(next) {
            word.append(next)
            advance(next)
        }
        return String(word)
    }

    /// Up to the end of the line, or to a `#` after a blank.
    private mutating func plainValue() -> String {
        var value = String.UnicodeScalarView()
        while let next = rest.first, next != "\n" {
            if next == "#", value.last.map({ $0 == " " || $0 == "\t" }) ?? true { break }
            value.append(next)
            advance(next)
        }
        while let last = value.last, " \t\r".unicodeScalars.contains(last) { value.removeLast() }
        return String(value)
    }

    /// Up to the closing quote; `nil` when there is none. Only double quotes know escapes.
    private mutating func quotedValue(_ quote: Unicode.Scalar) -> String? {
        var value = String.UnicodeScalarView()
        while let next = rest.first {
            advance(next)
            if next == quote { return String(value) }
            guard next == "\\", quote == "\"", let escaped = rest.first else {
                value.append(next)
                continue
            }
            advance(escaped)
            value.append(contentsOf: Self.unescaped(escaped))
        }
        return nil
    }

    private static func unescaped(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        switch scalar {
        case "n": "\n".unicodeScalars
        case "t": "\t".unicodeScalars
        case "\\", "\"", "$": String(scalar).unicodeScalars
        default: ("\\" + String(scalar)).unicodeScalars
        }
    }

    private mutating func skipBlanks() {
        while let next = rest.first, " \t\r".unicodeScalars.contains(next) { advance(next) }
    }

    private mutating func advance(_ scalar: Unicode.Scalar) {
        if scalar == "\n" { line += 1 }
        rest.removeFirst()
    }
}
