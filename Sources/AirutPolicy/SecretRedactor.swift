public import AirutModel
import FoundationEssentials

/// Replaces every occurrence of known secrets in a text by `•••`: as they are, in Base64 and percent-encoded.
///
/// Secrets of fewer than six characters are left alone: blanking "true" everywhere hides more than it protects.
public struct SecretRedactor: Sendable {
    public static let minimumLength = 6

    /// Longest first, so that a secret that contains another is replaced whole.
    private let needles: [String]

    public init(_ secrets: some Sequence<Secret>) {
        let values = secrets.map { $0.reveal() }.filter { $0.count >= Self.minimumLength }
        needles = Set(values.flatMap(Self.encodings)).sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    }

    public func redact(_ text: String) -> String {
        needles.reduce(text) { text, needle in
            text.contains(needle) ? text.replacing(needle, with: "•••") : text
        }
    }

    /// The text itself, its Base64 (RFC 4648 §4) without the padding and its percent-encoding (RFC 3986 §2.1).
    private static func encodings(of value: String) -> [String] {
        let base64 = Data(value.utf8).base64EncodedString()
        return [value, String(base64.prefix { $0 != "=" }), percentEncoded(value)]
    }

    private static func percentEncoded(_ value: String) -> String {
        let unreserved = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)
        return value.utf8.map { byte in
            unreserved.contains(byte)
                ? String(UnicodeScalar(byte))
                : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
