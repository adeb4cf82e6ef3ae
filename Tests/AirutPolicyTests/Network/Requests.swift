import AirutPolicy

/// Requests to `example.org` as most of them come in.
func canonical(
    _ target: String, method: String = "GET", scheme: RawRequest.Scheme = .https, names: [String] = ["example.org"],
    hosts: [String] = ["example.org"]
) throws(RequestRefusal) -> CanonicalRequest {
    try CanonicalRequest(
        RawRequest(scheme: scheme, connectionNames: names, hosts: hosts, method: method, target: target))
}

/// The request for a URL; `nil` when it is refused.
func request(_ url: String, _ method: String = "GET") -> CanonicalRequest? {
    RawRequest(url: url, method: method).flatMap { try? CanonicalRequest($0) }
}
