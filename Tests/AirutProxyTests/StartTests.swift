import AirutPolicy
import AirutTestSupport
import FoundationEssentials
import Glibc
import Testing

@testable import AirutProxy

@Suite(.timeLimit(.minutes(15))) struct StartTests {
    @Test func `sockets are known by their names`() throws {
        let names = ["LISTEN_FDS": "4", "LISTEN_FDNAMES": "http:https:dns:dns-tcp"]
        let sockets = try ActivatedSockets { names[$0] }
        #expect(sockets[.http] == [3] && sockets[.https] == [4])
        #expect(sockets[.dnsDatagrams] == [5] && sockets[.dnsStreams] == [6])
    }

    @Test(arguments: [
        [:], ["LISTEN_FDS": "0", "LISTEN_FDNAMES": ""], ["LISTEN_FDS": "2", "LISTEN_FDNAMES": "http"],
        ["LISTEN_FDS": "1", "LISTEN_FDNAMES": "smtp"], ["LISTEN_FDS": "x", "LISTEN_FDNAMES": "http"],
    ])
    func `sockets nobody described are not taken`(names: [String: String]) {
        #expect(throws: ProxyError.self) { try ActivatedSockets { names[$0] } }
    }

    @Test func `a policy that cannot be read is not quoted`() async throws {
        let result = try await run(
            [BuiltProgram.path("airut-proxy")], input: Array("{\"masks\":[{\"real\":\"hunter2\"}]}".utf8),
            environment: ["LISTEN_FDS": "1", "LISTEN_FDNAMES": "http"], mayFail: true)
        #expect(result.status == 1)
        #expect(
            result.errorOutput == "airut-proxy: cannot read the policy: standard input is not a proxy policy in JSON\n")
    }

    /// The kernel gives its files below `/proc` to root then, whoever runs it.
    @Test(.enabled(if: geteuid() == 0))
    func `not even a process of the same user may look into its memory`() async throws {
        try await withTemporaryDirectory { folder in
            let proxy = folder + "/airut-proxy"
            try FileManager.default.copyItem(atPath: BuiltProgram.path("airut-proxy"), toPath: proxy)
            try await withWorld(program: ["/usr/bin/setpriv", "--reuid", "65534", "--clear-groups", proxy]) { world in
                var status = stat()
                #expect(stat("/proc/\(world.program.process)/mem", &status) == 0 && status.st_uid == 0)
                let text = try String(contentsOfFile: "/proc/\(world.program.process)/status", encoding: .utf8)
                #expect(text.contains("Uid:\t65534"))
            }
        }
    }

    @Test func `the certificate is an authority's, for this task alone`() async throws {
        try await withWorld { first in
            try await withWorld { second in
                #expect(first.certificate != second.certificate)
                let text = try await run(["openssl", "x509", "-noout", "-text"], input: Array(first.certificate.utf8))
                    .text
                #expect(text.contains("CA:TRUE, pathlen:0"))
                #expect(text.contains("Certificate Sign"))
            }
        }
    }

    /// Another implementation of TLS and HTTP, as strict as they come.
    @Test func `curl trusts what is minted and gets its page`() async throws {
        try await withTemporaryDirectory { folder in
            try await withWorld { world in
                try Data(world.certificate.utf8).write(to: URL(filePath: "\(folder)/ca.pem"))
                let address = try await world.address(of: World.host)
                let result = try await run([
                    "curl", "-sS", "--cacert", "\(folder)/ca.pem", "--http2", "-w", "%{http_version} %{http_code}",
                    "--connect-to", "\(World.host):443:\(address):\(world.ports["https"]!)", "https://\(World.host)/",
                ])
                #expect(result.text == "hello1.1 200")
                let chain = try await run(
                    [
                        "openssl", "s_client", "-connect", "\(address):\(world.ports["https"]!)", "-servername",
                        World.host,
                        "-CAfile", "\(folder)/ca.pem", "-verify_return_error", "-x509_strict", "-verify_hostname",
                        World.host,
                    ], mayFail: true)
                #expect(chain.text.contains("Verify return code: 0 (ok)"), "\(chain.text)")
            }
        }
    }

    @Test(arguments: [true, false])
    func `what is on its way is told when the proxy is ended`(byLeash: Bool) async throws {
        let script: Script = { peer, received in
            while let head = try await peer.head() { received.add(head) }
        }
        try await withWorld(script: script) { world in
            try await world.open { peer in
                try await peer.send("GET /slow HTTP/1.1\r\nHost: \(World.host)\r\n\r\n")
                let isThere = try await eventually { world.received.heads.count == 1 }
                #expect(isThere)
                if byLeash { world.program.endInput() } else { kill(world.program.process, SIGTERM) }
                let verdict = try #require(try await world.requestVerdicts(1).first)
                #expect(verdict.decision == .failed)
                #expect(verdict.subject == "https://api.example.org/slow")
            }
        }
    }
}
