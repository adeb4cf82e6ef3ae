import AirutYAML
import AirutPolicy

/// One entry of `url_prefixes`.
struct URLPrefix: Section {
    var host = ""
    var path = ""
    var methods: [String] = []
    var websocket = false
    /// The entry as a rule.
    private(set) var rule = AllowRule(host: "")

    static let documentation = "One kind of request that is allowed."
    static let reload = ReloadScope.task
    static let fields: [Field<Self>] = [
        .required("host", \.host, .hostPattern, "Which host, or a pattern of hosts.", example: "pypi.org"),
        .optional(
            "path", \.path, .pathPattern,
            "The path without its query: exactly this one, or with * for any characters, / among them, and ? for one. "
                + "Without a path, every one.", fallback: "every path", example: "/simple/*"),
        .optional(
            "methods", \.methods, .list(of: .httpMethod), "The methods; without any, every one.",
            fallback: "every method", example: "[GET, HEAD]"),
        .optional(
            "websocket", \.websocket, .flag, "Let connections become WebSockets, whose content nobody can check."),
        .unsupported(
            "graphql",
            "this version cannot tell GraphQL operations apart: remove it, and with it the host if its operations must be "
                + "limited"),
    ]

    mutating func complete(_ scope: inout SectionScope) {
        rule = AllowRule(
            host: host, path: path, methods: methods, allowsWebSocket: websocket,
            place: "\(scope.decoding.file):\(scope.node.line)")
        let writing = methods.filter { !["GET", "HEAD", "OPTIONS"].contains($0) }
        if scope.decoding.givesAdvice, Glob(host).isPattern, methods.isEmpty || !writing.isEmpty {
            scope.report(at: "host", sentence: Advice.writableWildcard(methods: writing), severity: .warning)
        }
    }
}
