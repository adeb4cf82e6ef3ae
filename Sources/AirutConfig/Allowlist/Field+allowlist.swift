import AirutPolicy

extension Field {
    static func domains(_ path: Path<[AllowRule]>) -> Self {
        .optional("domains", path, .list(of: .domain), "Hosts of which everything is open, WebSockets excepted.")
    }

    static func urlPrefixes(_ path: Path<[URLPrefix]>) -> Self {
        .optional(
            "url_prefixes", path, .list(of: .section(URLPrefix.self)), "Single kinds of requests that are open.")
    }
}
