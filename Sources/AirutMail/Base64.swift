import FoundationEssentials

/// The encoding that SASL exchanges travel in.
///
/// - SeeAlso: RFC 4648 §4.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
