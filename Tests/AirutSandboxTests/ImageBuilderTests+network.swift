import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

/// Builds in a sandboxed network, and what would get around it.
extension PodmanTests.ImageBuilderTests {
    @Test(arguments: PodmanFlavor.testable)
    func `a build in a sandboxed network reaches its proxy only, trusts it, and leaves no trace of it`(
        _ flavor: PodmanFlavor
    ) async throws {
        let storage = try PodmanTests.storage(flavor)
        let dockerfile = """
            COPY tool /tool
            RUN /tool dial tcp 8.8.8.8 80 > /log && /tool dial udp 9.9.9.9 53 >> /log \\
                && (/tool dial tcp 8.8.8.8 81 >> /log || true) && cat "$SSL_CERT_FILE" >> /log \\
                && cat "$APT_CONFIG" /etc/resolv.conf /etc/hosts >> /log

            """
        let files = [
            ImageContent.File(
                path: "tool", isExecutable: true,
                bytes: try Array(Data(contentsOf: URL(filePath: BuiltProgram.path("airut-test-proxy")))))
        ]
        try await withBuilder(storage, network: .sandbox(storage.networks)) { builder in
            let content = try content(dockerfile, files)
            let image = try await builder.image(
                for: content, policy: Array("\"the authority\"".utf8))
            let lines = try await output(
                "cat /log; env | grep -c /.airut; ls /.airut; wc -c < /etc/hosts", of: image, storage)
            #expect(
                lines.prefix(9) == [
                    "http 8.8.8.8", "hello", "Connection refused", "the authority",
                    "Acquire::https::CAInfo \"/.airut/authority.pem\";", "nameserver 127.0.0.1",
                    "127.0.0.1 localhost",
                    "::1 localhost", "127.0.0.1 build",
                ])
            #expect(lines.dropFirst(9).first == "0")
            #expect(!lines.contains("authority.pem"))
            let log = await builder.takeNetworkLog(of: content).map { String(decoding: $0, as: UTF8.self) }
            #expect(log.contains { $0.contains("http 8.8.8.8") })
            #expect(await builder.takeNetworkLog(of: content).isEmpty)
        }
    }

    @Test(arguments: PodmanFlavor.testable)
    func `a base image that has a build do something is refused`(
        _ flavor: PodmanFlavor
    ) async throws {
        let storage = try PodmanTests.storage(flavor)
        for (trigger, isRefused) in [
            ("RUN --mount=type=cache,id=../x,target=/m true", true), ("ADD http://127.0.0.1:1/x /x", true),
            ("", false),
        ] {
            let (folder, name) = (try storage.makeFolder(), "airut-onbuild-" + UUID().uuidString.lowercased())
            try "FROM \(PodmanStorage.image)\n\(trigger.isEmpty ? "" : "ONBUILD \(trigger)\n")"
                .write(toFile: folder + "/Dockerfile", atomically: true, encoding: .utf8)
            let made = try await storage.podman(
                ["build", "--format", "docker", "--network", "none", "--tag", name, folder])
            try #require(made.isSuccess, "\(made.failure)")
            try await withBuilder(storage) { builder in
                let content = try ImageContent(files: [
                    .init(path: "Dockerfile", bytes: Array("ARG BASE=\(name)\nFROM $BASE\n".utf8))
                ])
                do {
                    _ = try await builder.image(for: content)
                    #expect(!isRefused, "\(trigger)")
                } catch let error as SandboxError {
                    #expect(
                        isRefused && error.kind == .image && error.reason.contains("has triggers (ONBUILD)"),
                        "\(error)")
                }
            }
        }
    }

    @Test(arguments: PodmanFlavor.testable)
    func `an old image is built anew without caches`(_ flavor: PodmanFlavor) async throws {
        let storage = try PodmanTests.storage(flavor)
        try await withBuilder(storage, maximumAge: .zero) { builder in
            let step = "ls /c > /log; cat /proc/sys/kernel/random/uuid > /id; touch /c/mark"
            let asked = try content("RUN --mount=type=cache,target=/c sh -c '\(step)'\n")
            let first = try await builder.image(for: asked)
            let id = try await output("cat /id", of: first, storage)
            #expect(
                try await eventually { try await output("cat /id", of: builder.image(for: asked), storage) != id })
            #expect(try await output("cat /log", of: first, storage) == [])
        }
    }

    @Test(arguments: PodmanFlavor.testable)
    func `a repository's cache is no other's`(_ flavor: PodmanFlavor) async throws {
        let storage = try PodmanTests.storage(flavor)
        let step = "RUN --mount=type=cache,id=shared,target=/c sh -c 'ls /c > /log; touch /c/mark; echo $1' "
        for _ in 1...2 {
            try await withBuilder(storage) { builder in
                let first = try await builder.image(for: content(step + "1\n"))
                #expect(try await output("cat /log", of: first, storage) == [])
                let second = try content(step + "2\n")
                #expect(try await eventually { try await !builder.image(for: second).isStale })
                #expect(try await output("cat /log", of: builder.image(for: second), storage) == ["mark"])
            }
        }
    }

    @Test func `what would go around the sandbox is refused before the build`() async throws {
        let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
        try await withBuilder(storage, network: .sandbox(storage.networks)) { builder in
            await #expect {
                _ = try await builder.image(for: content("ADD http://127.0.0.1:1/x /x\n"))
            } throws: { error in
                (error as? SandboxError)?.kind == .image && "\(error)".contains("line 5 of its Dockerfile lets ADD")
            }
        }
        #expect(throws: SandboxError.self) { try content("RUN --network=host true\n") }
    }
}
