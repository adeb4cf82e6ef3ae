import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

/// Builds that fail, or are ended.
extension PodmanTests.ImageBuilderTests {
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
        // A storage of its own: whatever is left in it is left by this build.
        try await PodmanStorage.with(flavor) { storage in
            let number = Int.random(in: 100_000...999_999)
            try await withBuilder(storage, limits: .init(time: .seconds(4))) { builder in
                let slow = try content("RUN sleep \(number)\n")
                await #expect {
                    try await builder.image(for: slow)
                } throws: { "\($0)".contains("it took longer than") }
            }
            let processes = try await ChildProcess.run(ChildCommand("/bin/ps", ["axww"]), deadline: .seconds(60))
            #expect(!String(decoding: processes.output, as: UTF8.self).contains("sleep \(number)"))
            let containers = try await storage.podman(["ps", "--all", "--external", "--format", "{{.Names}}"])
            #expect(containers.isSuccess && text(containers.output) == "")
        }
    }

    @Test(
        .enabled(if: SmallDisk.isPossible),
        arguments: [
            "RUN fill /big", "RUN head -c 50000000 /dev/zero > /first\nRUN --mount=type=cache,target=/c fill /c/big",
        ])
    func `a build that fills the disk is stopped in time, and leaves nothing there`(steps: String) async throws {
        try await withSmallDisk { storage, sandbox, builder in
            let greedy = try content(steps.replacing("fill ", with: "sh -c '\(Self.filling)' ") + "\n")
            await #expect {
                try await builder.image(for: greedy)
            } throws: { error in
                (error as? SandboxError)?.kind == .diskFull && "\(error)".contains("MiB were left below")
            }
            #expect(await sandbox.diskShortage(at: []) == nil)
            let list = try await storage.podman(["images", "--all", "--filter", "dangling=true", "--quiet"])
            #expect(list.isSuccess && text(list.output) == "")
            #expect(try await output("echo still", of: builder.image(for: content("")), storage) == ["still"])
        }
    }

    @Test(
        .enabled(if: SmallDisk.isPossible),
        arguments: [
            #"exec bash -c '\#(filling)' "$TMPDIR/storage""#, "exec podman tag \(PodmanStorage.image) $image",
        ])
    func `a base image that fills the disk, or is fetched for a build that does, is not left there`(
        pulling: String
    ) async throws {
        try await withSmallDisk(pulling: pulling) { storage, sandbox, builder in
            let image = "registry.invalid/base"
            let step = "RUN --mount=type=cache,target=/c sh -c '\(Self.filling)' /c/big"
            let file = ImageContent.File(path: "Dockerfile", bytes: Array("FROM \(image)\n\(step)\n".utf8))
            await #expect {
                try await builder.image(for: ImageContent(files: [file]))
            } throws: {
                ($0 as? SandboxError)?.kind == .diskFull
            }
            #expect(await sandbox.diskShortage(at: []) == nil)
            let look = try await storage.podman(["image", "exists", image])
            #expect(look.ending == .exited(1))
        }
    }

    @Test(.enabled(if: SmallDisk.isPossible))
    func `what successful builds leave is removed when nothing can begin for it`() async throws {
        try await withSmallDisk { storage, sandbox, builder in
            // Between what a build must leave (173 MiB) and what a run needs to begin (192 MiB).
            let free = "$(df -Pk /c | awk 'NR == 2 { print $4 }')"
            let greedy = "while [ \(free) -gt 188000 ]; do head -c 1000000 /dev/zero >> /c/big; done"
            let image = try await builder.image(for: content("RUN --mount=type=cache,target=/c \(greedy)\n"))
            #expect(await sandbox.diskShortage(at: []) != nil)
            await builder.tidy()
            #expect(try await eventually { await sandbox.diskShortage(at: []) == nil })
            #expect(try await output("echo still", of: image, storage) == ["still"])
        }
    }

    /// To a file, a second or more for what is free on the small disk.
    private static let filling = "while head -c 1000000 /dev/zero >> $0; do sleep 0.05; done"

    /// A builder on a disk of 256 MiB, of which 60 % are the reserve.
    ///
    /// - Parameter pulling: what happens when Podman is to fetch `$image`, in Bash.
    private func withSmallDisk(
        pulling: String = "exit 1", _ body: (PodmanStorage, Sandbox, ImageBuilder) async throws -> Void
    ) async throws {
        try await PodmanStorage.with(.rootful, diskBytes: 256 << 20) { storage in
            let sandbox = Sandbox(host: storage.host, initPath: storage.initPath, diskReservePercent: 60)
            let folder = storage.folder + "/graph/builds"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            let podman = storage.folder + "/podman"
            let script = """
                #!/bin/bash
                [[ " $* " != *" pull "* ]] || { image=${!#}; \(pulling); }
                exec podman "$@"

                """
            try script.write(toFile: podman, atomically: true, encoding: .utf8)
            chmod(podman, 0o755)
            try await withBuilder(storage, podman: podman, sandbox: sandbox, folder: folder) { builder in
                try await body(storage, sandbox, builder)
            }
        }
    }

    @Test(arguments: PodmanFlavor.testable)
    func `a build whose server was killed ends, and leaves no process or container`(
        _ flavor: PodmanFlavor
    ) async throws {
        try await PodmanStorage.with(flavor) { storage in
            let number = Int.random(in: 100_000...999_999)
            let build = ImageBuild(
                content: try content("RUN sleep \(number)\n"), tag: "localhost/airut-test:killed", isFresh: false,
                policy: [])
            let files = try ImageFolder(build.content, below: storage.folder)
            let command = PodmanCommand.build(
                files.path, tag: build.tag, isFresh: false, limits: .init(), network: .none,
                mark: .init(oneBuildOf: storage.host.instance), host: storage.host,
                support: .init(memory: false, cpus: false, processes: false))
            // Then Podman makes the user's namespace anew, for which it executes itself once more.
            if flavor == .rootless { _ = try await storage.podman(["system", "migrate"]) }
            try await withThrowingTaskGroup(of: ChildResult.self) { group async throws in
                group.addTask { try await ChildProcess.run(command, deadline: .seconds(300)) }
                let isUnderWay = try await eventually {
                    ProcessTree.descendants(of: getpid()).contains { process in
                        ProcessFile.text("/proc/\(process)/cmdline").hasPrefix("sleep\0\(number)\0")
                    }
                }
                #expect(isUnderWay)
                LeftoverProcesses.kill(
                    marked: storage.host.instance + ".", podman: "podman", user: storage.host.userID)
                let result = try #require(try await group.next())
                #expect(!result.isSuccess)
            }
            let containers = try await storage.podman(["ps", "--all", "--external", "--format", "{{.Names}}"])
            #expect(containers.isSuccess && text(containers.output) == "")
        }
    }
}
