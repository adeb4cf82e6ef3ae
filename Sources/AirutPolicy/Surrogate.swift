public import AirutModel

/// Stand-ins for masked secrets: what the container sees in place of the real value.
public enum Surrogate {
    /// A random text of the same length, with the same prefix if it is one that tools check, each other character
    /// replaced by one of its class (lower case, upper case, digit); others are kept.
    public static func random(for secret: Secret) -> Secret {
        let value = secret.reveal()
        let prefix = knownPrefixes.first(where: value.hasPrefix) ?? ""
        var generator = SystemRandomNumberGenerator()
        let rest = value.dropFirst(prefix.count).unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "a"..."z": pick("a"..."z", &generator)
            case "A"..."Z": pick("A"..."Z", &generator)
            case "0"..."9": pick("0"..."9", &generator)
            default: Character(scalar)
            }
        }
        return Secret(prefix + String(rest))
    }

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
