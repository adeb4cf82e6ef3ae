import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

extension PodmanTests {
    @Suite struct ImageBuilderTests {
        /// A builder that works while `body` runs.
        func withBuilder(
            _ storage: PodmanStorage, limits: ImageLimits = .init(time: .seconds(120)),
            maximumAge: Duration = .seconds(86400), environment: [String: String] = [:], instance: String? = nil,
            podman: String? = nil, network: BuildNetwork = .open(.none), sandbox: Sandbox? = nil,
            folder: String? = nil, _ body: (ImageBuilder) async throws -> Void
        ) async throws {
            let name = try #require(RepositoryID("r" + UUID().uuidString.lowercased() + "..x"))
            var host = storage.host
            host.environment.merge(environment) { $1 }
            host.instance = instance ?? host.instance
            if let podman { host.command = host.command.dropLast() + [podman] }
            let builder = ImageBuilder(
                host: host, sandbox: sandbox ?? Sandbox(host: host, initPath: storage.initPath), repository: name,
                initPath: BuiltProgram.path("airut-init"), folder: try folder ?? storage.makeFolder(), limits: limits,
                network: network,
                maximumAge: maximumAge)
            try await withThrowingTaskGroup(of: Void.self) { group async throws in
                group.addTask { await builder.run() }
                defer { group.cancelAll() }
                try await body(builder)
            }
        }

        func content(_ dockerfile: String, _ more: [ImageContent.File] = []) throws -> ImageContent {
            try ImageContent(files: PodmanStorage.busyboxFiles(dockerfile: dockerfile) + more)
        }

        func output(_ script: String, of image: Image, _ storage: PodmanStorage) async throws -> [String] {
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
            let folder = try storage.makeFolder()
            try await withBuilder(storage, folder: folder) { builder in
                let files: [ImageContent.File] = [
                    .init(path: "tools/bin/hello", isExecutable: true, bytes: Array("#!/bin/sh\necho hi\n".utf8)),
                    .init(path: "tools/data", bytes: Array("data".utf8)),
                ]
                let image = try await builder.image(for: content("COPY tools /tools\n", files))
                #expect(!image.isStale)
                let lines = try await output(
                    "/tools/bin/hello; stat -c %a /tools/bin/hello /tools/data", of: image, storage)
                #expect(lines == ["hi", "755", "644"])
                let left = try FileManager.default.subpathsOfDirectory(atPath: folder)
                #expect(!left.isEmpty && !left.contains { $0.contains("Dockerfile") })
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
                // A container that still used it when the build was done has delayed that.
                try await builder.prune()
                #expect(try await !storage.podman(["image", "exists", first.tag]).isSuccess)
            }
        }

        @Test func `an old image that a container still uses is removed later`() async throws {
            let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
            try await withBuilder(storage) { builder in
                let first = try await builder.image(for: content("ENV USED=1\n"))
                let changed = try content("ENV USED=2\n")
                let log = LineLog()
                let stop = try ChildStop()
                let specification = ContainerSpecification(
                    image: first.tag, task: .random(), command: ["sh", "-c", "echo begun; sleep 1000"],
                    limits: .init(time: .seconds(600)))
                try await withThrowingTaskGroup(of: Void.self) { group async throws in
                    group.addTask { _ = try await storage.sandbox.run(specification, stop: stop) { await log.add($0) } }
                    #expect(try await eventually { await !log.lines.isEmpty })
                    #expect(try await eventually { try await !builder.image(for: changed).isStale })
                    #expect(try await storage.podman(["image", "exists", first.tag]).isSuccess)
                    try await builder.prune()
                    #expect(try await storage.podman(["image", "exists", first.tag]).isSuccess)
                    stop.stop()
                    try await group.waitForAll()
                }
                let second = try await builder.image(for: changed)
                try await builder.prune()
                #expect(try await !storage.podman(["image", "exists", first.tag]).isSuccess)
                #expect(try await storage.podman(["image", "exists", second.tag]).isSuccess)
                #expect(try await output("echo $USED", of: builder.image(for: changed), storage) == ["2"])
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

        @Test func `an image that lost its name is removed, the one in use and another server's are not`() async throws
        {
            let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
            let folder = try storage.makeFolder()
            try "FROM \(PodmanStorage.image)\nENV OF=another\n".write(
                toFile: folder + "/Dockerfile", atomically: true, encoding: .utf8)
            let other = try await storage.podman(["build", "-q", "--label", "airut.instance=another", folder])
            let another = text(other.output)
            try #require(other.isSuccess, "\(other.failure)")
            // Other tests build at the same time.
            let instance = "pruning" + UUID().uuidString
            try await withBuilder(storage, maximumAge: .zero, instance: instance) { builder in
                let asked = try content("ENV NAMED=1\n")
                let image = try await builder.image(for: asked)
                let id = try await id(of: image.tag, storage)
                // As a day later: it is built anew, and the new one takes the name.
                _ = try await builder.image(for: asked)
                let isRebuilt = try await eventually { try await self.id(of: image.tag, storage) != id }
                #expect(isRebuilt)
                try await builder.prune()
                #expect(try await exists(id, storage), "it might be a step of a build that goes on")
                // The name of the newest moves a moment later.
                let isGone = try await eventually {
                    try await builder.prune(olderThan: .zero)
                    return try await !exists(id, storage)
                }
                #expect(isGone)
                #expect(try await output("echo $NAMED", of: image, storage) == ["1"])
                // What a build leaves that fails half way.
                _ = try await builder.image(for: content("ENV HALF=1\nRUN false\n"))
                let isLeft = try await eventually { try await leftovers(of: instance, storage) > 0 }
                #expect(isLeft)
                let isClean = try await eventually {
                    try await builder.prune(olderThan: .zero)
                    return try await leftovers(of: instance, storage) == 0
                }
                #expect(isClean)
            }
            #expect(try await exists(another, storage))
        }

        @Test(arguments: [("prune", "image"), ("images", "image"), ("build", "layer")])
        func `what somebody else removes meanwhile holds up neither builds nor pruning`(command: String, part: String)
            async throws
        {
            let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
            let podman = try storage.makeFolder() + "/podman"
            let script = """
                #!/bin/sh
                case " $* " in *" \(command) "*)
                    echo >> \(podman).calls
                    if [ "$(wc -l < \(podman).calls)" -lt 3 ]; then
                        echo 'Error: reading image "01": locating image with ID "01": \(part) not known' >&2; exit 125
                    fi
                esac
                exec podman "$@"
                """
            try script.write(toFile: podman, atomically: true, encoding: .utf8)
            chmod(podman, 0o755)
            try await withBuilder(storage, podman: podman) { builder in
                if command == "build" { _ = try await builder.image(for: content("ENV CALLED=3\n")) }
                try await builder.prune()
            }
            // More when somebody really does.
            #expect(try String(contentsOfFile: podman + ".calls", encoding: .utf8).hasPrefix("\n\n\n"))
        }

        private func leftovers(of instance: String, _ storage: PodmanStorage) async throws -> Int {
            let list = try await storage.podman([
                "images", "--quiet", "--filter", "dangling=true", "--filter", "label=airut.instance=\(instance)",
            ])
            return text(list.output).split(separator: "\n").count
        }

        func text(_ bytes: [UInt8]) -> String {
            String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }

        private func id(of tag: String, _ storage: PodmanStorage) async throws -> String {
            text(try await storage.podman(["image", "inspect", "--format", "{{.Id}}", tag]).output)
        }

        private func exists(_ id: String, _ storage: PodmanStorage) async throws -> Bool {
            try await storage.podman(["image", "exists", id]).isSuccess
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

        @Test func `a folder without a Dockerfile, or with a path out of it, is refused`() {
            #expect(
                throws: SandboxError(
                    kind: .image, action: "build the image", reason: "there is no Dockerfile in the container folder")
            ) { try ImageContent(files: []) }
            #expect(throws: SandboxError.self) {
                try ImageContent(files: [.init(path: "Dockerfile", bytes: []), .init(path: "../x", bytes: [])])
            }
        }

        @Test func `the C library of an image is known, for programs that come from elsewhere`() async throws {
            let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
            try await withBuilder(storage) { builder in
                let debian = try await builder.image(for: content("ENV LIBRARY=other\n"))
                #expect(try await builder.library(of: debian.tag) == .glibc)
                let loader = ImageContent.File(path: "loader", isExecutable: true, bytes: [])
                let alpine = try content("COPY loader /lib/ld-musl-x86_64.so.1\n", [loader])
                #expect(try await eventually { try await !builder.image(for: alpine).isStale })
                #expect(try await builder.library(of: builder.image(for: alpine).tag) == .musl)
            }
        }
    }
}
