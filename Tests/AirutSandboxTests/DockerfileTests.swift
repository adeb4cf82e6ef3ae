import Testing

@testable import AirutSandbox

@Suite struct DockerfileTests {
    private func ownNetwork(_ text: String) -> Int? { Dockerfile.lineWithOption(in: Array(text.utf8)) }
    private func remoteAdd(_ text: String) -> Int? { Dockerfile.lineWithRemoteAdd(in: Array(text.utf8)) }

    private func trusting(_ text: String) -> [String] {
        String(decoding: Dockerfile.trusting("/t", Array(text.utf8)), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("ARG SSL_CERT_FILE=/t/authority.pem ") ? "+" : String($0) }
    }

    @Test func `trust is set up after each stage begins`() {
        #expect(trusting("ARG A\nFROM a AS x\nRUN 1\nfrom b") == ["ARG A", "FROM a AS x", "+", "RUN 1", "from b", "+"])
        #expect(
            trusting("FROM \\\n  a \\\n# no\n\n  AS x\nRUN 1\n") == [
                "FROM \\", "  a \\", "# no", "", "  AS x", "+", "RUN 1", "",
            ])
        #expect(
            trusting("# escape=`\nFROM `\na\nRUN c:\\\nFROM b\n") == [
                "# escape=`", "FROM `", "a", "+", "RUN c:\\", "FROM b", "+", "",
            ])
        #expect(trusting("FROM a\r\nRUN 1\r\n") == ["FROM a", "+", "RUN 1", ""])
    }

    @Test func `what only looks like a stage is left alone`() {
        #expect(
            trusting("FROM a\nRUN <<EOF\nFROM b\nEOF\nRUN select \\\nFROM t\n# FROM c\n") == [
                "FROM a", "+", "RUN <<EOF", "FROM b", "EOF", "RUN select \\", "FROM t", "# FROM c", "",
            ])
        #expect(trusting("RUN echo\nFROMAGE\n") == ["RUN echo", "FROMAGE", ""])
    }

    @Test(arguments: [
        "RUN --network=host x", "run --mount=type=cache,target=/x --network=host x", "RUN --net\\\nwork=host x",
        "RUN \\\n# no\n\n--security=insecure x", "ONBUILD RUN --network=host x", "RUN --device=/dev/kvm x",
        "RUN true\r\nRUN --network=host x\r\n", "# a\nRUN <<E\nRUN --network=host x\nE", "  RUN\t--network=none x",
        // What the builder takes away before it reads the option.
        "RUN --netw\\ork=host x", "RUN --netw\"or\"k=host x", "RUN --mount=type=tmpfs,target=/x --'network=host' x",
    ])
    func `a network of its own is refused`(_ text: String) { #expect(ownNetwork("FROM a\n" + text) != nil) }

    /// Podman 4.3 follows links and `..` in them out to the host.
    @Test(arguments: [
        "RUN --mount=type=bind,from=stage,source=/link,target=/m x", "RUN --mount=target=/m x",
        "RUN --mount=type=cache,id=../../x,target=/m x", "RUN --mount=type=cache,target=../m x",
        "RUN --mount=type=cache,from=stage,target=/m x", "RUN --mount=type=cache,target=/m,source=/x x",
        "RUN --mount=type=cache,target=/m,type=bind x", "RUN --mount=type=ca\\che,id=a/b,target=/m x",
        "RUN --mount=type=tmpfs,target=$X x", "RUN --mount x", "RUN --mount=type=secret,id=x x",
        "ONBUILD RUN --mount=type=bind,target=/m x",
    ])
    func `a mount of the host's is refused`(_ text: String) { #expect(ownNetwork("FROM a\n" + text) != nil) }

    @Test(arguments: [
        "RUN --mount=type=cache,target=/root/.cache/pip,sharing=locked pip install -r x",
        "RUN --mount=type=cache,id=pip-1.0,dst=/c,uid=0,gid=0,mode=0755 --mount=type=tmpfs,target=/t x",
    ])
    func `a cache or empty folder of its own is not`(_ text: String) { #expect(ownNetwork("FROM a\n" + text) == nil) }

    @Test(arguments: ["RUN x --network=host", "RUN docker run --network host", "# RUN --network=host", "RUN true"])
    func `other commands are not`(_ text: String) { #expect(ownNetwork("FROM a\n" + text) == nil) }

    @Test(arguments: [
        "ADD http://x/y /y", "add --chown=1:1 https://x/y /y", "ADD [\"https://x/y\", \"/y\"]", "ADD $URL /y",
        "ADD [\"$U\",\"/y\"]", "ADD git@github.com:a/b.git /y", "ADD \\\n http://x/y /y", "ONBUILD ADD https://x /y",
        "RUN true <<E\nADD http://x /y\nE",
        // What the builder takes away before it reads the address.
        #"ADD ["http:\u002f\u002fx/y", "/y"]"#, #"ADD http:\/\/x/y /y"#, #"ADD http:"//"x/y /y"#, "ADD http:'//'x/y /y",
    ])
    func `what Podman itself would fetch is refused`(_ text: String) { #expect(remoteAdd("FROM a\n" + text) != nil) }

    @Test(arguments: ["ADD a.tar.gz /", "ADD --chown=1:1 a b $HOME/", "COPY http: /x", "RUN curl https://x"])
    func `what it would not is not`(_ text: String) { #expect(remoteAdd("FROM a\n" + text) == nil) }

    @Test func `base images are known before they are used`() throws {
        let bases = { (text: String) in
            try Dockerfile.bases(in: Array(text.utf8)).sorted { $0.line < $1.line }.map { "\($0.line) \($0.name)" }
        }
        #expect(
            try bases("FROM a:1 AS x\nFROM --platform=linux/amd64 b@sha256:0\nFROM X\nFROM scratch") == [
                "1 a:1", "2 b@sha256:0",
            ])
        #expect(
            try bases("ARG V=3 D=\"slim\"\nARG R=\nFROM python:$V-${D}\nFROM ${R:-docker.io}/x${V}\nARG V=4\nFROM y:$V")
                == ["3 python:3-slim", "4 docker.io/x3", "6 y:3"])
        for unclear in [
            "FROM a$B", "ARG B\nFROM a$B", "ARG B=1\nARG B=2\nFROM a$B", "ARG B=1\nFROM ${B:+2}", "FROM \"a\"",
            "FROM a\\b",
            "FROM", "ARG B=$C\nFROM a:$B", "FROM ${B",
        ] {
            #expect(throws: Dockerfile.UnclearBase.self, "\(unclear)") { try bases(unclear) }
        }
    }

    @Test(arguments: [
        (#"{"config":{"OnBuild":["RUN x"]}}"#, true),
        (#"{"config":{"OnBuild":["RUN x"]},"config":{"OnBuild":[]}}"#, true),
        (#"{"config":{"ONBUILD" : [ "RUN x" ]}}"#, true), (#"{"config":{"\u004fnBuild":["RUN x"]}}"#, true),
        (#"{"config":{"OnBuild":null}}"#, false), (#"{"config":{"OnBuild": [ ]}}"#, false), ("{}", false),
        (#"{"history":[{"created_by":"ONBUILD RUN a \u0026\u0026 b"}]}"#, false),
    ])
    func `an image's triggers are seen however they are written`(configuration: String, may: Bool) {
        #expect(ImageTriggers.mayBe(in: Array(configuration.utf8)) == may)
    }

    /// Builders do not agree on which comments say how lines are continued.
    @Test(arguments: [
        "# hello\n# escape=`\nFROM a\nRUN x `\nADD http://x /y",
        "\u{FEFF}# escape=`\nFROM a\nRUN x \\\nADD http://x /y",
        "#escape=`x\nFROM a\nRUN x \\\nADD http://x /y", "# escape=`\nFROM a\nRUN x \u{1FEF}\nADD http://x /y",
    ])
    func `an instruction is found however lines are continued`(_ text: String) {
        #expect(remoteAdd(text) == 5 || remoteAdd(text) == 4)
    }

    @Test func `the line is the instruction's first, from 1`() {
        #expect(ownNetwork("FROM a\n\nRUN --network=host x") == 3)
        #expect(remoteAdd("FROM a\nADD \\\n http://x /") == 2)
    }
}
