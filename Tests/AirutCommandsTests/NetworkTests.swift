import AirutModel
import AirutPolicy
import AirutStore
import AirutSupervisor
import AirutTestSupport
import AirutWorker
import Foundation
import Testing

@testable import AirutCommands

/// What an agent's container reaches, from the mail to the reply, through the real proxy.
@Suite struct NetworkTests {
    private static let allowlist = """
        url_prefixes:
          - host: files.airut.test
            path: /public/*
            methods: [GET]
        domains: [api.airut.test]

        """

    @Test func `an allowed host is reached, and the reply says what was blocked and how to allow it`() async throws {
        let agent = AgentScript.doing(
            """
            wget -q -O /storage/allowed http://files.airut.test/public/hello.txt
            wget -q -O /storage/blocked "http://files.airut.test/private/key?token=hush"
            wget -q -O /storage/elsewhere http://blocked.example/path/file
            nslookup files.airut.test > /storage/names 2>&1
            """)
        try await withFiles { folder, port in
            try await World.with(agent: agent, files: [NetworkAllowlist.defaultFile: Self.allowlist]) { world in
                try await world.withServer(Self.reaching(port)) { server in
                    try await world.send(world.task("Fetch."))
                    let reply = try #require(try await world.inbox(of: 2).last)
                    #expect(try world.storedText("allowed") == "hello\n")
                    #expect(try world.storedText("names").contains("198.18.0."))
                    #expect(reply.text.contains("did not let this run reach `blocked.example`, `files.airut.test`"))
                    #expect(
                        reply.text.contains(
                            """
                            url_prefixes:
                              - host: blocked.example
                                path: /path/file
                                methods: [GET]
                              - host: files.airut.test
                                path: /private/key
                                methods: [GET]
                            """), "\(reply.text)")
                    let log = try await networkLog(server.store)
                    #expect(log.contains { $0.kind == .request && $0.decision == .allowed && $0.status == 200 })
                    #expect(log.contains { $0.kind == .dns && $0.subject.contains("blocked.example") })
                    #expect(!"\(log)".contains("hush"))
                }
            }
            let requests = try String(contentsOfFile: folder + "/requests.log", encoding: .utf8)
            #expect(requests == "/public/hello.txt -\n", "only what is allowed leaves the machine")
        }
    }

    @Test func `a masked secret is inserted on its way out, and the container sees its stand-in only`() async throws {
        let agent = AgentScript.doing(
            """
            env | sort > /storage/environment
            wget -q -O /storage/answer --header "X-Key: $MASKED" --header "X-Plain: $PLAIN" https://api.airut.test/echo
            wget -q -O /storage/twin --header "X-Key: $TWIN" https://api.airut.test/twin
            wget -q -O /storage/elsewhere --header "X-Key: $MASKED" http://files.airut.test/public/hello.txt
            """)
        let variables = "container_env:\n  MASKED: !secret KEY\n  TWIN: !secret KEY\n  PLAIN: !secret PLAIN\n"
        let files = [NetworkAllowlist.defaultFile: Self.allowlist, ".airut/airut.yaml": variables]
        try await Echo.with { echo in
            try await World.with(agent: agent, files: files) { world in
                try await world.withServer(echo.configure) { server in
                    try await world.send(world.task("Ask."))
                    _ = try await world.inbox(of: 2)
                    let environment = try world.storedText("environment")
                    let surrogate = try #require(environment.firstMatch(of: #/MASKED=(\S+)/#)?.output.1)
                    #expect(environment.contains("TWIN=\(surrogate)\n"), "one stand-in for each secret")
                    #expect(environment.contains("PLAIN=plain-secret-value\n"))
                    #expect(surrogate.count == Echo.key.count && !environment.contains(Echo.key))
                    let answer = try world.storedText("answer")
                    #expect(answer.contains("X-Key: \(surrogate)") && !answer.contains(Echo.key))
                    #expect(answer.contains("X-Plain: plain-secret-value"))
                    #expect(try echo.requests() == ["/echo \(Echo.key)", "/twin \(Echo.key)"])
                    let log = try await networkLog(server.store)
                    #expect(log.first { $0.subject.hasSuffix("/echo") && $0.kind == .request }?.masks == ["KEY"])
                    #expect(!"\(log)".contains(Echo.key))
                }
            }
        }
    }

    @Test func `only the server's file takes a container out of the sandbox`() async throws {
        let agent = AgentScript.doing(
            "grep -c : /proc/net/dev > /storage/interfaces; cat /etc/resolv.conf > /storage/resolver")
        let file = "network:\n  sandbox_enabled: false\n"
        try await World.with(agent: agent, files: [".airut/airut.yaml": file]) { world in
            try await world.withServer { _ in
                try await world.send(world.task("Look."))
                _ = try await world.inbox(of: 2)
                #expect(try world.storedText("resolver") == "nameserver 127.0.0.1\n")
                #expect(try world.storedText("interfaces") == "1\n", "no interface but the loopback one")
            }
        }
        try await World.with(agent: agent) { world in
            let open = "    network: {sandbox_enabled: false}\n    publish:\n"
            try await world.withServer({ $0.replacing("    publish:\n", with: open) }) { server in
                try await world.send(world.task("Look."))
                _ = try await world.inbox(of: 2)
                #expect(try world.storedText("interfaces") != "1\n")
                #expect(try await networkLog(server.store).isEmpty)
            }
        }
    }

    @Test func `the log of an image's build is kept, and a build that was blocked says so`() async throws {
        let dockerfile = """
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "wget", "-q", "-O", "/hello", "http://files.airut.test/public/hello.txt"]
            RUN ["/bin/busybox", "wget", "-q", "-O", "/key", "http://files.airut.test/private/key"]

            """
        let build = "build:\n  url_prefixes: [{host: files.airut.test, path: /public/*}]\n"
        let files = [NetworkAllowlist.defaultFile: build, ".airut/container/Dockerfile": dockerfile]
        try await withFiles { folder, port in
            try await World.with(files: files) { world in
                try await world.withServer(Self.reaching(port)) { server in
                    try await world.send(world.task("Begin."))
                    let reply = try #require(try await world.inbox(of: 2).last)
                    #expect(reply.text.contains("container image could not be built"))
                    #expect(reply.text.contains("exit status 1"))
                    #expect(reply.text.contains("did not let the build reach `files.airut.test`"))
                    #expect(
                        reply.text.contains("build:\n  url_prefixes:\n    - host: files.airut.test"), "\(reply.text)")
                    #expect(try await networkLog(server.store, .build).contains { $0.status == 200 })
                }
            }
            let requests = try String(contentsOfFile: folder + "/requests.log", encoding: .utf8)
            #expect(requests == "/public/hello.txt -\n")
        }
    }

    @Test(arguments: ["airut-netns", "airut-proxy"])
    func `without a network nothing runs`(_ program: String) async throws {
        try await World.with(agent: AgentScript.doing("touch /storage/ran")) { world in
            let gates = try Gates(world)
            let build = { (text: String) in text.replacing("container:\n", with: "container:\n  build_network: none\n")
            }
            try FileManager.default.removeItem(atPath: gates.tools.program(program))
            try await world.withServer(build, tools: gates.tools, retries: .quick) { server in
                try await world.send(world.task("Begin."))
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains("sandbox's network could not be made on the server"), "\(reply.text)")
                #expect(!reply.text.contains(world.folder.path), "no paths of the server")
                let task = try #require(try await server.store.tasks { $0.first?.outcome != nil }.first)
                #expect(task.startedAt == nil && task.detail?.contains(program) == true, "\(task.detail ?? "")")
            }
        }
    }

    @Test func `a run whose proxy dies is stopped, its work kept and its sender told`() async throws {
        let agent = AgentScript.doing("echo kiwi >> fruits.txt; \(AgentScript.untilTold)")
        try await World.with(agent: agent) { world in
            let server = try ServerProgram(world)
            try await world.send(world.task("Begin."))
            try await world.agentWaits()
            let proxies = try ProcessList().descendants(of: server.processID).filter { $0.name == "airut-proxy" }
            #expect(proxies.count == 1)
            for proxy in proxies { kill(proxy.id, SIGKILL) }
            let reply = try #require(try await world.inbox(of: 2).last)
            #expect(reply.text.contains("the sandbox's network broke down"), "\(reply.text)")
            #expect(reply.text.contains("unfinished work"))
            #expect(try await world.containers() == "")
            #expect(
                try ProcessList().descendants(of: server.processID).allSatisfy { !$0.name.hasPrefix("airut-netns") })
        }
    }

    /// A file server, `files.airut.test` to containers, with one public file and one private.
    private func withFiles(_ body: (_ folder: String, _ port: String) async throws -> Void) async throws {
        try await withTemporaryDirectory { folder in
            for (path, text) in [("public/hello.txt", "hello\n"), ("private/key", "key\n")] {
                let file = URL(filePath: "\(folder)/\(path)")
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            try await withFileServer(of: folder) { url in try await body(folder, String(url.dropFirst(17))) }
        }
    }

    private static func reaching(_ port: String) -> (String) -> String {
        {
            $0.replacing(
                "repos:\n", with: "network:\n  static_hosts: {files.airut.test: \"127.0.0.1:\(port)\"}\nrepos:\n")
        }
    }

    private func networkLog(_ store: Store, _ log: RunLog = .network) async throws -> [ProxyVerdict] {
        let task = try #require(try await store.tasks { $0.first?.outcome != nil }.first)
        return try await store.lines(log, of: task.id).map {
            try JSONDecoder().decode(ProxyVerdict.self, from: $0.line)
        }
    }
}
