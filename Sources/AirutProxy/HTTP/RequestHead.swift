import AirutPolicy
import NIOCore

/// A request's start line and fields, as the client sent them.
struct RequestHead: Hashable, Sendable {
    /// A token; methods are case-sensitive.
    var method: String
    /// Printable ASCII without spaces, not yet interpreted.
    var target: String
    /// 1 for HTTP/1.1, 0 for HTTP/1.0.
    var minorVersion: Int
    var fields: [HeaderField]

    /// - Parameter head: what ``HeadReader`` took.
    init(parsing head: ByteBuffer, limits: HeadLimits) throws(HTTPProblem) {
        var parser = HeadParser(head, maximumFields: limits.fields)
        let words = parser.words(try parser.line(), atMost: 4)
        guard words.count == 3, !words[0].isEmpty, !words[1].isEmpty else {
            throw HTTPProblem("the request line is not: method, target, version")
        }
        guard parser.all(words[0], isTokenByte), words[0].count <= 32 else {
            throw HTTPProblem("the method is malformed")
        }
        guard parser.all(words[1], { 0x21...0x7E ~= $0 }) else {
            throw HTTPProblem("the request target has a character that must be percent-encoded")
        }
        method = parser.text(words[0])
        target = parser.text(words[1])
        switch parser.text(words[2]) {
        case "HTTP/1.1": minorVersion = 1
        case "HTTP/1.0": minorVersion = 0
        default: throw HTTPProblem("only HTTP/1.1 and HTTP/1.0 are understood", status: 505)
        }
        fields = try parser.fields()
    }

    /// Whether the client may send another request on this connection (RFC 9112 §9.3).
    var keepsAlive: Bool { minorVersion == 1 && !fields.listMembers(of: "connection").contains("close") }
}
