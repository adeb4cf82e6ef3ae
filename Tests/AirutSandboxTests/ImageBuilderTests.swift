import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

extension PodmanTests {
    @Suite struct ImageBuilderTests {
        /// A builder that works while `body` runs.
        private func withBuilder(
            _ storage: PodmanStorage, limits: ImageLimits = .init(time: .seconds(120)),
            maximumAge: Duration = .seconds(86400), environment: [String: String] = [:],
            _ body: (ImageBuilder) async throws -> Void
        ) async throws {
            let name = try #require(RepositoryID("r" + UUID().uuidString.lowercased() + "..x"))
            var host = storage.host
            host.environment.merge(environment) { $1 }
            let builder = ImageBuilder(
                host: host, repository: name, folder: storage.folder, limits: limits, network: .none,
                maximumAge: maximumAge)
            try await withThrowingTaskGroup(of: Void.self) { group async throws in
                group.addTask { await builder.run() }
                defer { group.cancelAll() }
                try await body(builder)
            }
        }

        private func content(_ dockerfile: String, _ more: [ImageContent.File] = []) throws -> ImageContent {
            try ImageContent(files: PodmanStorage.busyboxFiles(dockerfile: dockerfile) + more)
        }

        private func output(_ script: String, of image: Image, _ storage: PodmanStorage) async throws -> [String] {
            let log = LineLog()
            let specification = ContainerSpecification(
                image: image.tag, task: .random(), command: ["sh", "-c", script],
                limits: .init(time: .seconds(120)))
            let exit = try await storage.sandbox.run(specification) { await log.add($0) }
            #expect(exit.status == 0, "\(String(decoding: exit.errorTail, as: UTF8.self))")
            return await log.lines
        }

        @Test(arguments: PodmanFlavor.testable)
        func `subfolders and modes of the files are the image's`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            try await withBuilder(storage) { builder in
                let files: [ImageContent.File] = [
                    .init(path: "tools/bin/hello", isExecutable: true, bytes: Array("#!/bin/sh\necho hi\n".utf8)),
                    .init(path: "tools/data", bytes: Array("data".utf8)),
                ]
                let image = try await builder.image(for: content("COPY tools /tools\n", files))
                #expect(!image.isStale)
                let lines = try await output(
                    "/tools/bin/hello; stat -c %a /tools/bin/hello /tools/data", of: image, storage)
                #expect(lines == ["hi", "755", "644"])
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: storage.folder).allSatisfy { name in
                        !name.hasPrefix("image-" + image.tag)
                    })
            }
        }

        @Test func `a changed content is served stale while it is built, and fresh afterwards`() async throws {
            let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
            try await withBuilder(storage) { builder in
                let first = try await builder.image(for: content("ENV VERSION=1\n"))
                let changed = try content("ENV VERSION=2\n")
                let stale = try await builder.image(for: changed)
                #expect(stale.isStale)
                #expect(try await output("echo $VERSION", of: stale, storage).count == 1)
                #expect(try await eventually { try await !builder.image(for: changed).isStale })
                let fresh = try await builder.image(for: changed)
                #expect(fresh.tag != first.tag)
                #expect(try await output("echo $VERSION", of: fresh, storage) == ["2"])
                #expect(try await eventually { try await !storage.podman(["image", "exists", first.tag]).isSuccess })
            }
        }

        @Test func `an old image is used while it is built anew`() async throws {
            let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
            try await withBuilder(storage, maximumAge: .zero) { builder in
                let asked = try content("ENV AGE=1\n")
                let first = try await builder.image(for: asked)
                let second = try await builder.image(for: asked)
                #expect(second.isStale)
                #expect(second.tag == first.tag)
            }
        }

        @Test(arguments: PodmanFlavor.testable)
        func `a build's commands see no proxy, and as root cannot gain privileges`(_ flavor: PodmanFlavor) async throws
        {
            let storage = try PodmanTests.storage(flavor)
            let proxy = "http://user:secret@127.0.0.1:9"
            try await withBuilder(storage, environment: ["HTTP_PROXY": proxy, "https_proxy": proxy]) { builder in
                let script = """
                    RUN env > /seen; grep NoNewPrivs /proc/self/status >> /seen
                    """
                let image = try await builder.image(for: content(script))
                let seen = try await output("cat /seen", of: image, storage).joined(separator: "\n")
                #expect(!seen.contains("secret"))
                #expect(seen.contains("NoNewPrivs:\t1") || flavor == .rootless)
            }
        }

        @Test func `an image that has vanished is built once more`() async throws {
            let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
            try await withBuilder(storage) { builder in
                let asked = try content("ENV VANISHING=1\n")
                let image = try await builder.image(for: asked)
                let current = image.tag.prefix { $0 != ":" } + ":current"
                #expect(try await storage.podman(["rmi", image.tag, String(current)]).isSuccess)
                await #expect {
                    try await output("true", of: builder.image(for: asked), storage)
                } throws: { ($0 as? SandboxError)?.kind == .imageMissing }
                await builder.forget()
                #expect(try await output("echo back", of: builder.image(for: asked), storage) == ["back"])
            }
        }

        @Test func `an image's volume is in the container's own layer, within its disk limit`() async throws {
            let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
            try await withBuilder(storage) { builder in
                let image = try await builder.image(for: content("VOLUME /data\n"))
                let specification = ContainerSpecification(
                    image: image.tag, task: .random(),
                    command: [
                        "sh", "-c",
                        "mkdir -p /data; for i in 1 2; do head -c 15000000 /dev/zero > /data/$i; done; sleep 1000",
                    ],
                    limits: .init(diskBytes: 20_000_000, time: .seconds(120)))
                #expect(try await storage.sandbox.run(specification) { _ in }.cause == .diskFull)
            }
        }

        @Test func `each server and repository has image names of its own, that its token is part of`() throws {
            let names = try ["web", "xeb", "w.b", "web.", "x", "w_b"].flatMap { repository in
                try ["token1", "token2"].map { instance in
                    let name = ImageNames(try #require(RepositoryID(repository)), instance: instance).name
                    #expect(name.hasPrefix("localhost/airut/\(instance)/"))
                    #expect(name.wholeMatch(of: /localhost\/airut\/[a-z0-9]+\/[a-z0-9]+/) != nil)
                    return name
                }
            }
            #expect(Set(names).count == names.count)
        }

        @Test(arguments: [
            "FROM localhost/airut/other:current", "from LOCALHOST/x", "FROM scratch\nCOPY --from=localhost/x /a /b",
            "FROM scratch\nRUN --mount=type=bind,from=localhost/x,target=/x true", "ARG A=localhost/x\nFROM $A",
        ])
        func `a Dockerfile that refers to an image of this machine is refused`(_ dockerfile: String) {
            #expect {
                try ImageContent(files: [.init(path: "Dockerfile", bytes: Array(dockerfile.utf8))])
            } throws: { error in
                (error as? SandboxError)?.kind == .image && "\(error)".contains("refers to localhost/")
            }
        }

        @Test func `a URL on localhost in a Dockerfile is no image`() throws {
            let dockerfile = "FROM scratch\nENV URL=http://localhost/x\n"
            _ = try ImageContent(files: [.init(path: "Dockerfile", bytes: Array(dockerfile.utf8))])
        }

        @Test(arguments: PodmanFlavor.testable)
        func `a Dockerfile that does not build is a sentence with what it printed`(
            _ flavor: PodmanFlavor
        ) async throws {
            let storage = try PodmanTests.storage(flavor)
            try await withBuilder(storage) { builder in
                let broken = try content("RUN echo no such thing here >&2; exit 9\n")
                await #expect {
                    try await builder.image(for: broken)
                } throws: { error in
                    guard let error = error as? SandboxError, let log = error.log else { return false }
                    #expect(!"\(error) \(log)".contains(storage.folder))
                    return error.kind == .image && "\(error)".hasPrefix("cannot build the image: ")
                        && error.reason.contains("exit status 9") && log.contains("no such thing here")
                        && log.contains("STEP ")
                }
                await #expect {
                    try await builder.image(for: ImageContent(files: [.init(path: "Dockerfile", bytes: [0x4E, 0x4F])]))
                } throws: { error in
                    guard let error = error as? SandboxError else { return false }
                    #expect(!"\(error) \(error.log ?? "")".contains(storage.folder))
                    return error.kind == .image
                }
                await #expect {
                    try await builder.image(for: content("COPY no-such-file /x\n"))
                } throws: { error in
                    guard let error = error as? SandboxError else { return false }
                    #expect(!"\(error) \(error.log ?? "")".contains(storage.folder))
                    return error.kind == .image && error.reason.contains("no-such-file")
                }
            }
        }

        @Test func `a build that fails leaves the earlier image in use, and says why`() async throws {
            let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
            try await withBuilder(storage) { builder in
                _ = try await builder.image(for: content(""))
                let broken = try content("RUN exit 9\n")
                #expect(try await builder.image(for: broken).isStale)
                #expect(try await eventually { try await builder.image(for: broken).failure != nil })
                #expect(try await output("echo still", of: builder.image(for: broken), storage) == ["still"])
            }
        }

        @Test(arguments: PodmanFlavor.testable)
        func `a build that takes too long ends, and leaves no process or container`(
            _ flavor: PodmanFlavor
        ) async throws {
            let storage = try PodmanTests.storage(flavor)
            let number = Int.random(in: 100_000...999_999)
            try await withBuilder(storage, limits: .init(time: .seconds(4))) { builder in
                let slow = try content("RUN sleep \(number)\n")
                await #expect {
                    try await builder.image(for: slow)
                } throws: { "\($0)".contains("it took longer than") }
                let processes = try await ChildProcess.run(ChildCommand("/bin/ps", ["axww"]), deadline: .seconds(60))
                #expect(!String(decoding: processes.output, as: UTF8.self).contains("sleep \(number)"))
            }
        }

        @Test func `a folder without a Dockerfile, or with a path out of it, is refused`() {
            #expect(
                throws: SandboxError(
                    kind: .image, action: "build the image", reason: "there is no Dockerfile in the container folder")
            ) { try ImageContent(files: []) }
            #expect(throws: SandboxError.self) {
                try ImageContent(files: [.init(path: "Dockerfile", bytes: []), .init(path: "../x", bytes: [])])
            }
        }
    }
}
