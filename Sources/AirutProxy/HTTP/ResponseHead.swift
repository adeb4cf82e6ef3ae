import AirutPolicy
import NIOCore

/// A response's status line and fields, as the server sent them.
struct ResponseHead: Hashable, Sendable {
    var status: Int
    var reason: String
    /// 1 for HTTP/1.1, 0 for HTTP/1.0.
    var minorVersion: Int
    var fields: [HeaderField]

    init(status: Int, reason: String, fields: [HeaderField]) {
        self.status = status
        self.reason = reason
        self.minorVersion = 1
        self.fields = fields
    }

    /// - Parameter head: what ``HeadReader`` took.
    init(parsing head: ByteBuffer, limits: HeadLimits) throws(HTTPProblem) {
        var parser = HeadParser(head, maximumFields: limits.fields)
        let words = parser.words(try parser.line(), atMost: 3)
        guard words.count >= 2, words[1].count == 3, parser.all(words[1], { 0x30...0x39 ~= $0 }),
            let status = Int(parser.text(words[1])), status >= 100
        else { throw HTTPProblem("the status line is malformed", status: 502) }
        switch parser.text(words[0]) {
        case "HTTP/1.1": minorVersion = 1
        case "HTTP/1.0": minorVersion = 0
        default: throw HTTPProblem("the server does not speak HTTP/1.1", status: 502)
        }
        guard words.count < 3 || parser.all(words[2], { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            throw HTTPProblem("the status line has a control character", status: 502)
        }
        reason = words.count == 3 ? parser.text(words[2]) : ""
        self.status = status
        fields = try parser.fields()
    }

    /// Whether the server takes another request on this connection.
    var keepsAlive: Bool { minorVersion == 1 && !fields.listMembers(of: "connection").contains("close") }
}
