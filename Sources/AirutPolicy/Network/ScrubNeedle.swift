/// A text to look for in a response, and what to put in its place.
struct ScrubNeedle: Sendable, Hashable {
    let pattern: [UInt8]
    let replacement: [UInt8]
    /// The Base64 character before and after, which holds bits of the secret too.
    var lead: Base64Edge?
    var trail: Base64Edge?

    /// Shorter secrets are left alone: replacing "true" everywhere breaks more than it protects.
    private static let minimumSecretBytes = SecretRedactor.minimumLength

    /// Every encoding of the secret, as one of the surrogate. None when there is nothing to tell them apart.
    static func all(real: String, surrogate: String) -> [ScrubNeedle] {
        guard real.utf8.count >= minimumSecretBytes, real != surrogate else { return [] }
        let texts =
            [
                (Array(real.utf8), Array(surrogate.utf8))
            ] + percentEncodings(real, surrogate)
            + ScrubEscape.allCases.map { ($0.escaped(real), $0.escaped(surrogate)) }
        var needles: [ScrubNeedle] = []
        for needle in texts.map({ ScrubNeedle(pattern: $0, replacement: $1) }) + base64(real, surrogate)
        where !needles.contains(where: { $0.pattern == needle.pattern }) {
            needles.append(needle)
        }
        return needles
    }

    /// What needs it encoded, or everything; with either kind of hexadecimal digits.
    private static func percentEncodings(_ real: String, _ surrogate: String) -> [([UInt8], [UInt8])] {
        [(false, false), (false, true), (true, false), (true, true)].map { lowercase, isWhole in
            let encode = { percentEncoded($0, lowercase: lowercase, isWhole: isWhole) }
            return (encode(real), encode(surrogate))
        }
    }

    private static func percentEncoded(_ text: String, lowercase: Bool, isWhole: Bool) -> [UInt8] {
        text.utf8.flatMap { byte in
            if !isWhole, Percent.isUnreserved(byte) { return [byte] }
            let escape = Percent.escape(byte)
            return lowercase ? Array(String(decoding: escape, as: UTF8.self).lowercased().utf8) : escape
        }
    }

    /// What the secret looks like inside longer Base64: it may begin at each of the three places of a group of bytes.
    private static func base64(_ real: String, _ surrogate: String) -> [ScrubNeedle] {
        guard real.utf8.count == surrogate.utf8.count else { return [] }
        return Base64Alphabet.allCases.flatMap { alphabet in
            (0..<3).map { offset in
                let (pattern, replacement) = (
                    Base64Inside(real, offset: offset), Base64Inside(surrogate, offset: offset)
                )
                return ScrubNeedle(
                    pattern: pattern.whole.map(alphabet.character),
                    replacement: replacement.whole.map(alphabet.character),
                    lead: Base64Edge(pattern.lead, replacement.lead, alphabet),
                    trail: Base64Edge(pattern.trail, replacement.trail, alphabet))
            }
        }
    }
}
