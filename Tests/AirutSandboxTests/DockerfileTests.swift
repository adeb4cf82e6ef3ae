import Testing

@testable import AirutSandbox

@Suite struct DockerfileTests {
    private func ownNetwork(_ text: String) -> Int? { Dockerfile.lineWithOwnNetwork(in: Array(text.utf8)) }
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
    ])
    func `a network of its own is refused`(_ text: String) { #expect(ownNetwork("FROM a\n" + text) != nil) }

    @Test(arguments: ["RUN x --network=host", "RUN docker run --network host", "# RUN --network=host", "RUN true"])
    func `other commands are not`(_ text: String) { #expect(ownNetwork("FROM a\n" + text) == nil) }

    @Test(arguments: [
        "ADD http://x/y /y", "add --chown=1:1 https://x/y /y", "ADD [\"https://x/y\", \"/y\"]", "ADD $URL /y",
        "ADD [\"$U\",\"/y\"]", "ADD git@github.com:a/b.git /y", "ADD \\\n http://x/y /y", "ONBUILD ADD https://x /y",
        "RUN true <<E\nADD http://x /y\nE",
    ])
    func `what Podman itself would fetch is refused`(_ text: String) { #expect(remoteAdd("FROM a\n" + text) != nil) }

    @Test(arguments: ["ADD a.tar.gz /", "ADD --chown=1:1 a b $HOME/", "COPY http: /x", "RUN curl https://x"])
    func `what it would not is not`(_ text: String) { #expect(remoteAdd("FROM a\n" + text) == nil) }

    @Test func `the line is the instruction's first, from 1`() {
        #expect(ownNetwork("FROM a\n\nRUN --network=host x") == 3)
        #expect(remoteAdd("FROM a\nADD \\\n http://x /") == 2)
    }
}
