/// The text of a configuration file, for showing the lines that problems are in, without the secrets in them.
public struct SourceText: Sendable {
    /// What must not be shown.
    enum Secrets: Sendable {
        case these([String])
        /// The text could not be understood, so any value may be one.
        case anywhere
    }

    public let file: String
    private let bytes: [UInt8]
    private let secrets: Secrets

    init(file: String, bytes: [UInt8], secrets: Secrets = .these([])) {
        self.file = file
        self.bytes = bytes
        // Of a secret with several lines, each line is one.
        self.secrets = if case .these(let texts) = secrets { .these(texts.flatMap(Self.lines)) } else { secrets }
    }

    /// Split where YAML 1.1 splits: the marks of problems count so.
    var lines: [String] { Self.lines(String(decoding: bytes, as: UTF8.self)) }

    private static func lines(_ text: String) -> [String] {
        var lines = [String.UnicodeScalarView()]
        var last: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where last == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": lines.append(String.UnicodeScalarView())
            default: lines[lines.count - 1].append(scalar)
            }
            last = scalar
        }
        return lines.map { String($0) }
    }

    /// The line with dots for what must not be shown; its length stays the same.
    ///
    /// - Parameter problems: those of the line that are about what may be a secret, from left to right. The first that has
    ///   something to hide hides all that follows.
    func shown(_ line: String, hiding problems: [Problem]) -> String {
        switch secrets {
        case .anywhere:
            let value = line.unicodeScalars.firstIndex(of: ":") ?? line.startIndex
            return Self.masked(line, from: value)
        case .these(let texts):
            // Shorter ones would blank out half of the line.
            let line = texts.filter { $0.count >= 4 }.reduce(line) { line, secret in
                line.replacing(secret, with: String(repeating: "•", count: secret.unicodeScalars.count))
            }
            for problem in problems {
                let masked = Self.masked(line, from: Self.beginOfValue(in: line, problem))
                if masked != line { return masked }
            }
            return line
        }
    }

    /// After the key, when the problem is about one that nobody knows or that stands there twice; otherwise where the
    /// problem is.
    private static func beginOfValue(in line: String, _ problem: Problem) -> String.Index {
        let text = line.unicodeScalars
        let begin = text.index(text.startIndex, offsetBy: problem.column - 1, limitedBy: text.endIndex) ?? text.endIndex
        if problem.path.isEmpty { return text[begin...].firstIndex(of: ":") ?? begin }
        let key = problem.path.split(separator: ".").last ?? ""
        guard !key.isEmpty, line[begin...].hasPrefix(key) else { return begin }
        return line.index(begin, offsetBy: key.count)
    }

    /// Letters and digits become dots: the punctuation that a mistake is often about stays.
    private static func masked(_ line: String, from begin: String.Index) -> String {
        let value = line[begin...].drop { $0 == ":" || $0 == " " }
        if ["!env ", "!var ", "!secret"].contains(where: { value.hasPrefix($0) }) { return line }
        let rest = line[begin...].unicodeScalars.map { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? "•" : String(scalar)
        }
        return line[..<begin] + rest.joined()
    }
}
