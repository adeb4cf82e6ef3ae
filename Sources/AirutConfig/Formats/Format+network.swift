import AirutYAML
import AirutPolicy

extension Format<String> {
    /// A host, or a pattern for hosts; in lower case.
    static var hostPattern: Self {
        .scalar(
            "the name of a host (other alphabets as xn--…) without scheme, port and path, with * for any characters and "
                + "? for one, like *.example.org",
            schema: .object(["type": "string", "minLength": 1]), show: { $0 }, parse: HostPattern.parse)
    }

    /// A path, or a pattern for paths; may be empty.
    static var pathPattern: Self {
        Self(
            shape: .scalar(
                schema: .object(["type": "string", "pattern": "^([/*?].*)?$"]),
                expectation: "a path that begins with /, like /simple/*"),
            decode: { input, decoding in
                guard let text = input.node.text else {
                    decoding.report(input.node, "should be a path, not \(input.quotation)")
                    return nil
                }
                if let problem = PathPattern.problem(with: text) {
                    decoding.report(input.node, problem)
                    return nil
                }
                if let warning = PathPattern.doubt(about: text) { decoding.report(input.node, warning, .warning) }
                return text.replacing("%2f", with: "%2F")
            },
            show: { $0 })
    }

    /// The method of a request, in upper case.
    static var httpMethod: Self {
        .scalar(
            "a method other than CONNECT and TRACE, like GET",
            schema: .object(["type": "string", "pattern": "^[A-Za-z-]+$"]), show: { $0 }
        ) { text in
            let method = text.uppercased()
            let isWord = (1...32).contains(text.utf8.count) && text.utf8.allSatisfy { ASCII.isLetter($0) || $0 == 0x2D }
            return isWord && !["CONNECT", "TRACE", "TRACK"].contains(method) ? method : nil
        }
    }
}

extension Format<AllowRule> {
    /// A host as a rule of its own.
    static var domain: Self {
        let host = Format<String>.hostPattern
        return Self(
            shape: host.shape,
            decode: { input, decoding in
                guard let text = host.decode(input, &decoding) else { return nil }
                if decoding.givesAdvice, Glob(text).isPattern {
                    decoding.report(input.node, Advice.writableWildcard(methods: []), .warning)
                }
                return AllowRule(host: text, place: "\(decoding.file):\(input.node.line)")
            },
            show: { $0.host.text })
    }
}

extension Format<AddressRange> {
    static var addressRange: Self {
        .scalar(
            "an address or a range of them, like 10.1.0.0/16, 192.168.1.7 or fd00:1::/64 (with zeros after the length)",
            schema: .object(["type": "string", "minLength": 2]), show: \.description
        ) { AddressRange($0) }
    }
}

extension Format<StaticHost> {
    static var staticHost: Self {
        .scalar(
            "an IP address with or without a port, like 10.0.0.5, 10.0.0.5:8443 or [fd00::5]:8443",
            schema: .object(["type": "string", "minLength": 2]), show: StaticHostText.text, parse: StaticHostText.parse)
    }
}
