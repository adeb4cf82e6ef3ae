public import AirutModel

/// Stand-ins for masked secrets: what the container sees in place of the real value.
public enum Surrogate {
    /// A random text of the same length, with the same prefix if it is one that tools check, each other character
    /// replaced by one of its class (lower case, upper case, digit); others are kept, but those that are not ASCII.
    ///
    /// Never the secret itself, however little of it can be exchanged; only an empty one stays empty.
    public static func random(for secret: Secret) -> Secret {
        let value = secret.reveal()
        let prefix = knownPrefixes.first(where: value.hasPrefix) ?? ""
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<attempts {
            let text = shaped(value, prefix, &generator)
            if text != value { return Secret(text) }
        }
        return Secret(String(value.utf8.map { _ in pick("a"..."z", &generator) }))
    }

    /// A single digit is its own stand-in one time in ten.
    private static let attempts = 100

    private static func shaped(
        _ value: String, _ prefix: String, _ generator: inout SystemRandomNumberGenerator
    ) -> String {
        let rest = value.unicodeScalars.dropFirst(prefix.unicodeScalars.count).map { scalar -> String in
            switch scalar {
            case "a"..."z": String(pick("a"..."z", &generator))
            case "A"..."Z": String(pick("A"..."Z", &generator))
            case "0"..."9": String(pick("0"..."9", &generator))
            case _ where scalar.isASCII: String(scalar)
            default: String((0..<UTF8.width(scalar)).map { _ in pick("a"..."z", &generator) })
            }
        }
        return prefix + rest.joined()
    }

    /// Whether the text begins as the credentials of some services do.
    static func hasKnownPrefix(_ text: some StringProtocol) -> Bool { knownPrefixes.contains { text.hasPrefix($0) } }

    /// Longest first.
    private static let knownPrefixes = [
        "sk-ant-api03-", "sk-ant-oat01-", "github_pat_", "sk-ant-", "glpat-", "xoxb-", "xoxp-", "ghp_", "gho_", "ghs_",
        "ghr_", "ghu_", "AKIA", "ASIA", "npm_", "sk-",
    ]

    private static func pick(
        _ range: ClosedRange<Unicode.Scalar>, _ generator: inout SystemRandomNumberGenerator
    ) -> Character {
        let value = UInt32.random(in: range.lowerBound.value...range.upperBound.value, using: &generator)
        // Both bounds are ASCII letters or digits, so every value between them is a scalar.
        return Character(Unicode.Scalar(value)!)
    }
}
