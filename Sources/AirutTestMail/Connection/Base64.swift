import FoundationEssentials

enum Base64 {
    /// `nil` when it is not Base64 of UTF-8 text.
    static func text(_ encoded: String) -> String? {
        Data(base64Encoded: encoded).flatMap { String(bytes: $0, encoding: .utf8) }
    }
}
