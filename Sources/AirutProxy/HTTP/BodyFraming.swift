import AirutPolicy

/// How a message's body is delimited (RFC 9112 §6.3). What is ambiguous is refused.
enum BodyFraming: Hashable, Sendable {
    case empty
    case length(Int)
    case chunked
    /// A response that ends with its connection.
    case untilClose
}

extension BodyFraming {
    init(of request: RequestHead) throws(HTTPProblem) {
        self = try BodyFraming.declared(in: request.fields, minorVersion: request.minorVersion) ?? .empty
    }

    /// - Parameter method: of the request that is answered.
    init(of response: ResponseHead, to method: String) throws(HTTPProblem) {
        let declared: BodyFraming?
        do {
            declared = try BodyFraming.declared(in: response.fields, minorVersion: response.minorVersion)
        } catch {
            throw HTTPProblem("the server's response is ambiguous: \(error.reason)", status: 502)
        }
        switch response.status {
        case 100..<200, 204, 304: self = .empty
        default: self = method == "HEAD" ? .empty : declared ?? .untilClose
        }
    }

    private static func declared(
        in fields: [HeaderField], minorVersion: Int
    ) throws(HTTPProblem) -> BodyFraming? {
        let codings = fields.values(of: "transfer-encoding")
        let lengths = fields.values(of: "content-length")
        if !codings.isEmpty {
            guard lengths.isEmpty else {
                throw HTTPProblem("there are both Content-Length and Transfer-Encoding")
            }
            guard codings.count == 1, codings[0].lowercased() == "chunked", minorVersion == 1 else {
                throw HTTPProblem("the only Transfer-Encoding understood is a single chunked of HTTP/1.1", status: 501)
            }
            return .chunked
        }
        guard let length = lengths.first else { return nil }
        guard lengths.count == 1 else { throw HTTPProblem("there are several Content-Length fields") }
        guard (1...18).contains(length.utf8.count), length.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            let count = Int(length)
        else { throw HTTPProblem("Content-Length is not a number") }
        return .length(count)
    }
}
