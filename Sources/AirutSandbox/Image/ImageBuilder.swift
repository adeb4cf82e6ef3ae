public import AirutModel
import FoundationEssentials

/// Builds the images of one repository: each content once, one after the other.
///
/// ``run()`` does the building and must be running: so a build in the background has a life of its own, and ends with the
/// server's.
public actor ImageBuilder {
    private enum Job {
        case build(ImageBuild)
        case tidy
    }

    private let podman: Podman
    private let sandbox: Sandbox
    private let names: ImageNames
    private let folder: String
    private let initPath: String
    private let limits: @Sendable () -> ImageLimits
    private let network: BuildNetwork
    private let maximumAge: Duration
    private let jobs: AsyncStream<Job>
    private let give: AsyncStream<Job>.Continuation
    private var isTidyingAsked = false
    /// The last content asked for: as a rule it is the next one, too.
    private var tagged: (content: ImageContent, tag: String)?
    private var dates: [String: Date] = [:]
    private var libraries: [String: ImageLibrary] = [:]
    private var failures: [String: SandboxError] = [:]
    private var networkLogs: [String: [[UInt8]]] = [:]
    /// Since when ``BuildFolder`` fills; `nil` when there is none, or one of an earlier builder.
    private var cacheDate: ContinuousClock.Instant?
    /// Base images that builds fetched: they bear no mark of ours.
    private let fetched = Locked<Set<String>>([])
    private var waiting: [String: [AsyncThrowingStream<Never, any Error>.Continuation]] = [:]

    /// - Parameters:
    ///   - sandbox: knows which limits work here.
    ///   - initPath: absolute path of `airut-init`, readable for everybody.
    ///   - folder: where a build's files lie while it runs; it must exist.
    ///   - limits: looked at anew for each build.
    ///   - network: what a build's commands see of the network.
    ///   - maximumAge: an older image is rebuilt in the background, so that its packages do not grow old.
    public init(
        host: PodmanHost, sandbox: Sandbox, repository: RepositoryID, initPath: String, folder: String,
        limits: @escaping @autoclosure @Sendable () -> ImageLimits = ImageLimits(), network: BuildNetwork,
        maximumAge: Duration = .seconds(86400)
    ) {
        podman = Podman(host: host)
        self.sandbox = sandbox
        names = ImageNames(repository, instance: host.instance)
        self.folder = folder
        self.initPath = initPath
        self.limits = limits
        self.network = network
        self.maximumAge = maximumAge
        (jobs, give) = AsyncStream.makeStream()
    }

    /// Builds what is wanted until the task is cancelled.
    public func run() async {
        for await job in jobs {
            switch job {
            case .build(let build): await finish(build, with: await attempt(build))
            case .tidy: await removeLeftovers()
            }
        }
        for build in waiting.keys { settle(build, CancellationError()) }
    }

    /// An image to run now: of that content, or else of an earlier one while that is built in the background, or else of
    /// that content once it is built.
    ///
    /// - Parameter policy: what the proxy allows if this is built, and the network is a sandbox.
    /// - Throws: ``SandboxError`` when there is neither, and the build fails; `CancellationError`.
    public func image(for content: ImageContent, policy: [UInt8] = []) async throws -> Image {
        let tag = tag(of: content)
        if let date = try await date(of: tag) {
            let isStale = Date.now.timeIntervalSince(date) > maximumAge / .seconds(1)
            if isStale { enqueue(ImageBuild(content: content, tag: tag, isFresh: true, policy: policy)) }
            return Image(tag: tag, isStale: isStale, failure: failures[tag])
        }
        let build = ImageBuild(content: content, tag: tag, isFresh: false, policy: policy)
        if try await date(of: names.current) != nil {
            enqueue(build)
            return Image(tag: names.current, isStale: true, failure: failures[tag])
        }
        try await wait(for: build)
        return Image(tag: tag, isStale: false)
    }

    /// What the proxy wrote down during the last build of that content, unless somebody took it before.
    public func takeNetworkLog(of content: ImageContent) -> [[UInt8]] {
        networkLogs.removeValue(forKey: tag(of: content)) ?? []
    }

    /// The C library of an image that ``image(for:)`` named.
    public func library(of tag: String) async throws -> ImageLibrary {
        if let known = libraries[tag] { return known }
        let result = try await podman.run(PodmanCommand.library(of: tag, host: podman.host, initPath: initPath))
        guard result.isSuccess else {
            throw SandboxError(kind: .host, action: "look into the image \(tag)", reason: result.failure)
        }
        let library: ImageLibrary = result.output.starts(with: Array("musl".utf8)) ? .musl : .glibc
        libraries[tag] = library
        return library
    }

    /// Looks again whether images exist: to be called when one could not be run.
    public func forget() { dates = [:] }

    /// Has what builds left removed if a disk is short, and caches that are old: between two builds, which use them.
    public func tidy() {
        guard !isTidyingAsked else { return }
        isTidyingAsked = true
        give.yield(.tidy)
    }

    /// Removes what earlier builds of this server left: each build anew takes the name from the image before, and images
    /// of other contents stay as long as a container uses them.
    ///
    /// - Parameter age: of those without a name, younger ones may be steps of a build that is going on.
    public func prune(olderThan age: Duration = .seconds(86400)) async throws {
        // A build that goes on does that at its end, and knows which image is to stay.
        if waiting.isEmpty { try await removeOthers(than: tagged?.tag) }
        let command = PodmanCommand.pruneImages(olderThan: age, host: podman.host)
        let result = try await podman.runAmongOthers(command, deadline: .seconds(600))
        guard result.isSuccess else { throw SandboxError(action: "remove old images", reason: result.failure) }
    }

    private func wait(for build: ImageBuild) async throws {
        let (outcome, continuation) = AsyncThrowingStream<Never, any Error>.makeStream()
        enqueue(build, waiter: continuation)
        for try await _ in outcome {}
        try Task.checkCancellation()
    }

    private func enqueue(_ build: ImageBuild, waiter: AsyncThrowingStream<Never, any Error>.Continuation? = nil) {
        if waiting[build.tag] == nil {
            waiting[build.tag] = []
            give.yield(.build(build))
        }
        if let waiter { waiting[build.tag]?.append(waiter) }
    }

    private func settle(_ tag: String, _ error: (any Error)?) {
        for waiter in waiting.removeValue(forKey: tag) ?? [] { waiter.finish(throwing: error) }
    }

    private func finish(_ build: ImageBuild, with error: (any Error)?) async {
        failures[build.tag] = error.map { error in
            error as? SandboxError ?? SandboxError(action: "build the image", reason: "\(error)")
        }
        if error == nil {
            dates[build.tag] = .now
            dates[names.current] = .now
            libraries = [:]
        }
        settle(build.tag, error)
    }

    private func attempt(_ build: ImageBuild) async -> (any Error)? {
        do {
            if build.isFresh { try await removeCache() } else if isCacheOld { try? await removeCache() }
            let own = try BuildFolder.make(for: names, below: folder)
            cacheDate = cacheDate ?? .now
            let files = try ImageFolder(build.content, below: own)
            try await self.build(build, in: files.path)
            _ = try await podman.run(PodmanCommand.tag(build.tag, as: names.current, host: podman.host))
            try await removeOthers(than: build.tag)
            return nil
        } catch {
            guard let shortage = await sandbox.diskShortage(at: [folder]) else { return error }
            await makeRoom()
            return Self.failure(error, shortage)
        }
    }

    /// On a full disk everything fails, each in its own words: then a build may do better once there is room.
    private static func failure(_ error: any Error, _ shortage: String) -> any Error {
        guard let error = error as? SandboxError, error.kind != .diskFull else { return error }
        return SandboxError(
            kind: .diskFull, action: error.action, reason: "\(error.reason); \(shortage)", log: error.log)
    }

    private func removeLeftovers() async {
        isTidyingAsked = false
        if await sandbox.diskShortage(at: [folder]) != nil {
            await makeRoom()
        } else if isCacheOld {
            try? await removeCache()
        }
    }

    private var isCacheOld: Bool { cacheDate.map { $0.duration(to: .now) > maximumAge } ?? true }

    private func removeCache() async throws {
        let path = BuildFolder.path(for: names, below: folder)
        if FileManager.default.fileExists(atPath: path) { try await sandbox.removeTree(path) }
        cacheDate = nil
    }

    /// Nothing begins while a disk is short, so nobody else would remove what builds left there: their caches, the steps that
    /// the next one would go on from, and the images they began with. What cannot be removed now stays for the next time.
    private func makeRoom() async {
        try? await removeCache()
        try? await prune(olderThan: .zero)
        let bases = fetched.withLock { bases in
            defer { bases = [] }
            return bases.sorted()
        }
        // Podman keeps what an image was made of.
        if !bases.isEmpty { _ = try? await podman.run(PodmanCommand.removeImages(bases, host: podman.host)) }
    }

    private func build(_ build: ImageBuild, in context: String) async throws {
        let support = try await sandbox.checkedSupport()
        let run = BuildRun(
            podman: podman, build: build, context: context, limits: limits(), support: support,
            reserve: sandbox.diskReserve, fetched: fetched)
        switch network {
        case .open(let network): try await run.run(on: network)
        case .sandbox(let networks):
            let verdicts = BuildVerdicts()
            let result: Result<Void, any Error>
            do {
                result = .success(try await run.run(in: networks) { await verdicts.add($0) })
            } catch {
                result = .failure(error)
            }
            networkLogs[build.tag] = await verdicts.lines
            try result.get()
        }
    }

    /// Podman leaves those that a container uses.
    ///
    /// - Parameter tag: stays, like the image that was built last.
    private func removeOthers(than tag: String?) async throws {
        let list = try await podman.runAmongOthers(PodmanCommand.tags(of: names.name, host: podman.host))
        let images = String(decoding: list.output, as: UTF8.self).split(separator: "\n")
            .map { $0.split(separator: " ").map(String.init) }.filter { $0.count == 2 }
        let current = images.first { $0[1] == names.current }?[0]
        let others = images.filter { $0[0] != current }.map { $0[1] }
            // Podman lists every name of an image, also those of another repository with the same content.
            .filter { $0.hasPrefix(names.name + ":") && $0 != tag && $0 != names.current }
        guard !others.isEmpty else { return }
        for other in others { (dates[other], networkLogs[other]) = (nil, nil) }
        _ = try await podman.run(PodmanCommand.removeImages(others, host: podman.host))
    }

    private func tag(of content: ImageContent) -> String {
        if let tagged, tagged.content == content { return tagged.tag }
        let tag = names.tag(hash: content.hash)
        tagged = (content, tag)
        return tag
    }

    private func date(of tag: String) async throws -> Date? {
        if let known = dates[tag] { return known }
        let result = try await podman.run(PodmanCommand.imageDate(tag, host: podman.host))
        let text = String(decoding: result.output.prefix { $0 > 0x20 }, as: UTF8.self)
        guard result.isSuccess, let seconds = Double(text) else { return nil }
        let date = Date(timeIntervalSince1970: seconds)
        dates[tag] = date
        return date
    }
}
