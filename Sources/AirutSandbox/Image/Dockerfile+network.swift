extension Dockerfile {
    /// The first `RUN` with an option that is not harmless: it could ask for another network, more privileges, or a piece
    /// of the host.
    ///
    /// Newer builders would let `RUN --network=host` through, whatever their own command line says.
    static func lineWithOption(in dockerfile: [UInt8]) -> Int? {
        firstLine(in: dockerfile) { instruction in
            instruction.keyword == "RUN" && !flags(of: instruction.rest).allSatisfy(isHarmless)
        }
    }

    /// The first line that fetches, or could fetch, something with `ADD`: that is done by Podman itself, on the host's network.
    static func lineWithRemoteAdd(in dockerfile: [UInt8]) -> Int? {
        firstLine(in: dockerfile) { instruction in
            guard instruction.keyword == "ADD" else { return false }
            let words = instruction.rest.split(whereSeparator: \.isWhitespace).filter { !$0.hasPrefix("--") }
            let isList = words.first?.hasPrefix("[") == true
            let sources = isList ? words[...] : words.dropLast()
            // Quotation marks and escapes are taken away before the builder looks for an address.
            let signs = ["://", "git@", "$", "\\"] + (isList ? [] : ["\"", "'", "`"])
            // As bytes: a character may be more than what it begins with.
            return sources.contains { source in
                signs.contains { Array(source.utf8).contains($0.utf8) }
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

    /// As both kinds of builders read it, and whichever comment they take for the one that says how lines are continued.
    private static func firstLine(in dockerfile: [UInt8], where matches: (Instruction) -> Bool) -> Int? {
        let escapes: [UInt8?] = mentionsEscape(dockerfile) ? [UInt8(ascii: "\\"), UInt8(ascii: "`")] : [nil]
        return [true, false].flatMap { knowsHereDocuments in
            escapes.compactMap { escape in
                Dockerfile(dockerfile, knowsHereDocuments: knowsHereDocuments, escape: escape).instructions
                    .map { Self.untriggered($0) }.first(where: matches)?.line
            }
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

    /// A cache or an empty folder of the build's own. Podman 4.3 follows links and `..` of every other mount out to the
    /// host (CVE-2024-1753, CVE-2024-9675), and takes quotation marks and escapes away before it reads an option.
    private static func isHarmless(_ flag: Substring) -> Bool {
        let isPlain = flag.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\\\"'`$".utf8.contains($0) }
        guard isPlain, flag.hasPrefix("--mount="), !flag.contains("..") else { return false }
        let settings = flag.dropFirst("--mount=".count).split(separator: ",").map {
            $0.split(separator: "=", maxSplits: 1).map(String.init)
        }
        guard settings.count(where: { $0.first == "type" }) == 1 else { return false }
        return settings.allSatisfy { setting in
            let value = setting.count == 2 ? setting[1] : ""
            return switch setting.first {
            case "type": ["cache", "tmpfs"].contains(value)
            case "target", "dst", "destination": value.hasPrefix("/")
            case "id": !value.contains("/")
            case "sharing", "ro", "readonly", "rw", "readwrite", "mode", "uid", "gid", "size", "tmpfs-size",
                "tmpfs-mode":
                true
            default: false
            }
        }
    }

    private static func flags(of rest: String) -> [Substring] {
        Array(rest.split(whereSeparator: \.isWhitespace).prefix { $0.hasPrefix("--") })
    }
}
