extension Dockerfile {
    /// The first line that asks for another network, or for more privileges, than the build is given.
    ///
    /// Newer builders would let `RUN --network=host` through, whatever their own command line says.
    static func lineWithOwnNetwork(in dockerfile: [UInt8]) -> Int? {
        firstLine(in: dockerfile) { instruction in
            instruction.keyword == "RUN"
                && flags(of: instruction.rest).contains { flag in
                    ["--network", "--security", "--device"].contains { flag.hasPrefix($0) }
                }
        }
    }

    /// The first line that fetches, or could fetch, something with `ADD`: that is done by Podman itself, on the host's network.
    static func lineWithRemoteAdd(in dockerfile: [UInt8]) -> Int? {
        firstLine(in: dockerfile) { instruction in
            guard instruction.keyword == "ADD" else { return false }
            let words = instruction.rest.split(whereSeparator: \.isWhitespace).filter { !$0.hasPrefix("--") }
            let isList = words.first?.hasPrefix("[") == true
            let sources = isList ? words[...] : words.dropLast()
            // As bytes: a character may be more than what it begins with.
            return sources.contains { source in
                ["://", "git@", "$"].contains { Array(source.utf8).contains($0.utf8) }
            }
        }
    }

    /// The Dockerfile for a build whose network shows certificates of its own authority, in `folder`.
    ///
    /// A build argument is in the environment of the commands that follow it, and not in the image.
    static func trusting(_ folder: String, _ dockerfile: [UInt8]) -> [UInt8] {
        let parsed = Dockerfile(dockerfile, knowsHereDocuments: true)
        var lines = parsed.lines
        for stage in parsed.instructions.reversed() where stage.keyword == "FROM" {
            lines.insert(trust(folder), at: min(stage.end - 1, lines.count))
        }
        return Array(lines.joined(separator: "\n").utf8)
    }

    /// One line, because each instruction costs a layer.
    private static func trust(_ folder: String) -> String {
        let authority = [
            "SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "PIP_CERT", "GIT_SSL_CAINFO",
            "NODE_EXTRA_CA_CERTS",
            "DENO_CERT", "AWS_CA_BUNDLE", "CARGO_HTTP_CAINFO", "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", "NIX_SSL_CERT_FILE",
            "HEX_CACERTS_PATH", "BUNDLE_SSL_CA_CERT", "HTTPLIB2_CA_CERTS",
        ].map { "\($0)=\(folder)/authority.pem" }
        let files = ["APT_CONFIG=\(folder)/apt.conf", "WGETRC=\(folder)/wgetrc"]
        return "ARG " + (authority + files).joined(separator: " ")
    }

    /// As both kinds of builders read it.
    private static func firstLine(in dockerfile: [UInt8], where matches: (Instruction) -> Bool) -> Int? {
        [true, false].compactMap { knowsHereDocuments in
            Dockerfile(dockerfile, knowsHereDocuments: knowsHereDocuments).instructions.map { Self.untriggered($0) }
                .first(where: matches)?.line
        }.min()
    }

    /// `ONBUILD RUN …` is a `RUN …` of whoever builds on the image.
    private static func untriggered(_ instruction: Instruction) -> Instruction {
        guard instruction.keyword == "ONBUILD" else { return instruction }
        var inner = instruction
        inner.keyword = instruction.rest.prefix { !$0.isWhitespace }.uppercased()
        inner.rest = String(instruction.rest.dropFirst(inner.keyword.count).drop { $0.isWhitespace })
        return inner
    }

    private static func flags(of rest: String) -> [Substring] {
        Array(rest.split(whereSeparator: \.isWhitespace).prefix { $0.hasPrefix("--") })
    }
}
