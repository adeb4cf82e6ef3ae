import AirutModel
import CCurl

/// One request and its answer, on a thread of its own.
actor HTTPExchange {
    private let executor = BlockingExecutor(label: "airut.http")
    private let request: HTTPRequest
    private let trust: Trust
    private let download: Download?
    private let action: String
    private let wake: WakeSignal

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(request: HTTPRequest, trust: Trust, download: sending Download? = nil) throws(TransportError) {
        self.request = request
        self.trust = trust
        self.download = download
        // The query may hold something private.
        action = "\(request.method) \(request.url.prefix { $0 != "?" })"
        wake = try WakeSignal(for: action)
    }

    func run() async throws -> HTTPResponse {
        try await withTaskCancellationHandler {
            try await exchange()
        } onCancel: { [wake] in
            wake.signal()
        }
    }

    /// Asynchronous in order to come back to the exchange's own thread: the cancellation handler's closure runs on the
    /// shared pool.
    private func exchange() async throws -> HTTPResponse {
        try validate()
        let reception = Reception(maximumBodyBytes: request.maximumBodyBytes, sink: download)
        var handle = try CurlHandle(action: action)
        try configure(&handle)
        handle.deliver(to: reception)
        do {
            try handle.perform(until: Deadline(after: request.timeout), wake: wake)
        } catch let error as TransportError {
            throw reception.sinkError ?? error
        }
        return HTTPResponse(
            status: handle.responseCode, headers: Self.headers(in: reception.lines), body: reception.body)
    }

    private func validate() throws(TransportError) {
        let texts = request.headers.flatMap { [$0.name, $0.value] } + [request.method, request.url]
        guard texts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 } }) else {
            throw TransportError(kind: .malformed, action: action, reason: "the request contains control characters")
        }
        guard request.url.hasPrefix("https://") || isLocal else {
            throw TransportError(kind: .malformed, action: action, reason: "the address must begin with https://")
        }
    }

    /// Whether the request goes to this machine itself.
    private var isLocal: Bool {
        guard let scheme = request.url.firstRange(of: "://") else { return false }
        let authority = request.url[scheme.upperBound...].prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { return false }
        if authority.hasPrefix("[::1]") { return true }
        return Endpoint(host: String(authority.prefix { $0 != ":" }), port: 80).isLoopback
    }

    private func configure(_ handle: inout CurlHandle) throws(TransportError) {
        handle.set(CURLOPT_URL, request.url)
        handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_PATH_AS_IS, 1)
        // A part of a file is a part of its plain bytes.
        if download == nil { handle.set(CURLOPT_ACCEPT_ENCODING, "") }
        handle.set(trust)
        if isLocal { handle.set(CURLOPT_PROXY, "") }
        if let body = request.body { handle.upload(body) }
        if request.method == "HEAD" { handle.set(CURLOPT_NOBODY, 1) }
        handle.set(CURLOPT_CUSTOMREQUEST, request.method)
        // Curl's own additions would change the request; `name;` is its notation for an empty value.
        let headers = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        try handle.set(CURLOPT_HTTPHEADER, list: headers + ["Expect:"])
    }

    /// The fields of the last head: interim answers (1xx) and a proxy's come before it.
    private static func headers(in lines: [String]) -> [(name: String, value: String)] {
        let start = lines.lastIndex { $0.hasPrefix("HTTP/") } ?? 0
        return lines[start...].compactMap { line in
            guard let colon = line.firstIndex(of: ":"), !line.hasPrefix("HTTP/") else { return nil }
            return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }))
        }
    }
}
