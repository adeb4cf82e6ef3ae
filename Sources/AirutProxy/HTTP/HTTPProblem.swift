/// Why bytes are no HTTP/1.1 message that may pass: a sentence for whoever wrote the client, or runs the server.
///
/// Whatever two readers could understand differently is a problem, however harmless it looks (RFC 9112 §11.2).
struct HTTPProblem: Error, Hashable, CustomStringConvertible {
    /// The status to answer a client with.
    var status = 400
    /// Without a trailing period: "a line of the header ends without CR".
    let reason: String

    var description: String { reason }

    init(_ reason: String, status: Int = 400) {
        self.status = status
        self.reason = reason
    }
}
