/// `Content-Type` of a part.
///
/// - SeeAlso: RFC 2045 §5.2: without a field it is plain text.
struct ContentType {
    /// `type/subtype` in lower case.
    var mediaType = "text/plain"
    /// Names in lower case; values decoded.
    var parameters: [String: String] = [:]

    func isType(_ type: String) -> Bool { mediaType.hasPrefix(type + "/") }
}
