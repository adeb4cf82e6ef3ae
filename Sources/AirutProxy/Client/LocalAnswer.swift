import AirutPolicy

/// An answer of the proxy's own: why a request was not passed on, or went wrong.
struct LocalAnswer {
    let status: Int
    let reason: String
    /// JSON.
    let body: [UInt8]

    /// The allowlist's no.
    init(_ blocked: BlockedResponse) {
        status = BlockedResponse.status
        reason = "Forbidden"
        body = blocked.json()
    }

    /// What has no single meaning.
    init(_ problem: HTTPProblem) {
        status = problem.status
        reason = LocalAnswer.phrase(problem.status)
        body = BlockedResponse(RequestRefusal(problem.reason)).json()
    }

    /// What was allowed and failed.
    init(_ failure: UpstreamFailure) {
        status = failure.status
        reason = LocalAnswer.phrase(failure.status)
        body = failure.json()
    }

    /// A reason phrase of our own.
    static func phrase(_ status: Int) -> String {
        switch status {
        case 101: "Switching Protocols"
        case 200..<300: "OK"
        case 300..<400: "Redirection"
        case 400: "Bad Request"
        case 403: "Forbidden"
        case 413: "Content Too Large"
        case 417: "Expectation Failed"
        case 431: "Request Header Fields Too Large"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: "Error"
        }
    }
}
