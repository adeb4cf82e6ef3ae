import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

/// A Podman storage in a temporary folder, with one image, apart from the machine's own.
struct PodmanStorage: Sendable {
    let flavor: PodmanFlavor
    /// Its folder: storage, files of tests.
    let folder: String
    let host: PodmanHost
    /// The unprivileged user that rootless Podman runs as; `nil`: ourselves.
    let user: TestUser?

    static let image = "localhost/airut-test:busybox"

    /// The runtime that works on this machine's cgroups: crun refuses hybrid ones.
    static var runtime: String? { FileManager.default.fileExists(atPath: "/usr/sbin/runc") ? "/usr/sbin/runc" : nil }

    /// - Parameter diskBytes: of a disk of its own that the images and containers lie on; it has to be root's.
    static func with<Result>(
        _ flavor: PodmanFlavor, diskBytes: Int? = nil, _ body: (Self) async throws -> Result
    ) async throws -> Result {
        try await withTemporaryDirectory { folder in
            guard let diskBytes else { return try await make(flavor, in: folder, body) }
            return try await SmallDisk.with(bytes: diskBytes, at: folder + "/graph") { _ in
                try await make(flavor, in: folder, body)
            }
        }
    }

    private static func make<Result>(
        _ flavor: PodmanFlavor, in folder: String, _ body: (Self) async throws -> Result
    ) async throws -> Result {
        let user = flavor == .rootless && geteuid() == 0 ? try await TestUser.make(home: folder + "/home") : nil
        let storage = try await Self(flavor, folder: folder, user: user)
        do {
            try await storage.buildImage()
            let result = try await body(storage)
            try await storage.tearDown()
            return result
        } catch {
            try await storage.tearDown()
            throw error
        }
    }

    private init(_ flavor: PodmanFlavor, folder: String, user: TestUser?) async throws {
        self.flavor = flavor
        self.folder = folder
        self.user = user
        let graph = folder + "/graph"
        for path in [graph, folder + "/run", folder + "/home"] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            if let user { chown(path, user.id, user.id) }
            chmod(path, path == folder + "/home" ? 0o755 : 0o700)
        }
        try PodmanConfiguration.storage(graph: graph, state: "\(folder)/run/storage")
            .write(toFile: folder + "/storage.conf", atomically: true, encoding: .utf8)
        try PodmanConfiguration.engine
            .write(toFile: folder + "/containers.conf", atomically: true, encoding: .utf8)
        let environment = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": folder + "/home",
            "XDG_RUNTIME_DIR": folder + "/run", "CONTAINERS_CONF": folder + "/containers.conf",
            "CONTAINERS_STORAGE_CONF": folder + "/storage.conf",
        ]
        var host = PodmanHost(
            command: (user?.prefix ?? []) + ["podman"], runtime: Self.runtime, environment: environment,
            users: flavor == .rootful ? .mapped(first: 1_879_048_192, count: 65536) : .rootless,
            allowsUnlimited: flavor == .rootless, instance: "test-" + UUID().uuidString)
        if let user { host.userID = user.id }
        self.host = host
        // A build works beside its files.
        chmod(folder, 0o1777)
        // The checkout may lie where the unprivileged user cannot look.
        for program in ["airut-init", "airut-netns", "airut-test-proxy"] {
            try FileManager.default.copyItem(atPath: BuiltProgram.path(program), toPath: folder + "/" + program)
            chmod(folder + "/" + program, 0o755)
        }
    }

    /// The networks of a proxy that answers everything.
    var networks: NetworkSandbox { networks(proxy: folder + "/airut-test-proxy") }

    func networks(proxy: String, arguments: [String] = [], _ confinement: Confinement = .proxy) -> NetworkSandbox {
        NetworkSandbox(
            host: host,
            tools: NetworkTools(
                netnsPath: folder + "/airut-netns", proxyPath: proxy, proxyArguments: arguments,
                confinement: confinement),
            folder: folder + "/networks-" + UUID().uuidString)
    }

    var initPath: String { folder + "/airut-init" }

    var sandbox: Sandbox { Sandbox(host: host, initPath: initPath, diskInterval: .milliseconds(300)) }

    /// A new folder that the user who runs Podman owns.
    func makeFolder() throws -> String {
        let path = folder + "/home/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        chmod(path, 0o755)
        if let user { chown(path, user.id, user.id) }
        return path
    }

    /// Several tests work on the storage.
    func podman(_ arguments: [String]) async throws -> ChildResult {
        try await Podman(host: host).runAmongOthers(host.callPodman(arguments), deadline: .seconds(120))
    }

    func exists(_ container: ContainerSpecification) async throws -> Bool {
        try await podman(["container", "exists", host.containerName(of: container.task)]).isSuccess
    }

    static func busyboxFiles(dockerfile: String = "") throws -> [ImageContent.File] {
        let busybox = try Array(Data(contentsOf: URL(filePath: "/bin/busybox")))
        let begin = """
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "--install", "-s", "/bin"]
            ENV PATH=/bin

            """
        return [
            .init(path: "Dockerfile", bytes: Array((begin + dockerfile).utf8)),
            .init(path: "busybox", isExecutable: true, bytes: busybox),
        ]
    }

    private func buildImage() async throws {
        let content = try ImageContent(files: Self.busyboxFiles())
        let files = try ImageFolder(content, below: folder)
        let command = PodmanCommand.build(
            files.path, tag: Self.image, isFresh: false, limits: .init(), network: .none,
            mark: .init(oneBuildOf: host.instance), host: host,
            support: .init(memory: false, cpus: false, processes: false))
        let result = try await ChildProcess.run(command, deadline: .seconds(120))
        try #require(result.isSuccess, "\(result.failure)")
    }

    private func tearDown() async throws {
        _ = try await ChildProcess.runShielded(
            host.callPodman(["rm", "--force", "--all", "--time", "0"]), deadline: .seconds(60))
        try await waitForMonitors(of: folder + "/graph")
        // The storage is a mount of its own: here as root, else in the user's namespace, which ends with his processes.
        for path in flavor == .rootful ? ["/graph/overlay", "/run/storage/overlay"] : [] {
            _ = try await ChildProcess.runShielded(
                ChildCommand("/bin/umount", [folder + path]), deadline: .seconds(60))
        }
        guard flavor == .rootless else { return }
        _ = try await ChildProcess.runShielded(
            host.callPodman(["unshare", "rm", "-rf", folder + "/graph"]), deadline: .seconds(60))
        _ = try await ChildProcess.runShielded(host.callPodman(["system", "migrate"]), deadline: .seconds(60))
        try await user?.remove()
    }
}
