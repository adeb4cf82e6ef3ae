public import AirutModel
import FoundationEssentials

/// Builds the images of one repository: each content once, one after the other.
///
/// ``run()`` does the building and must be running: so a build in the background has a life of its own, and ends with the
/// server's.
public actor ImageBuilder {
    private let podman: Podman
    private let names: ImageNames
    private let folder: String
    private let limits: ImageLimits
    private let network: ContainerNetwork
    private let maximumAge: Duration
    private let wanted: AsyncStream<ImageBuild>
    private let want: AsyncStream<ImageBuild>.Continuation
    private var tags: [ImageContent: String] = [:]
    private var dates: [String: Date] = [:]
    private var failures: [String: SandboxError] = [:]
    private var waiting: [String: [AsyncThrowingStream<Never, any Error>.Continuation]] = [:]

    /// - Parameters:
    ///   - folder: where a build's files lie while it runs; it must exist.
    ///   - network: what a build's commands see of the network; package managers need ``ContainerNetwork/podmanDefault``.
    ///   - maximumAge: an older image is rebuilt in the background, so that its packages do not grow old.
    public init(
        host: PodmanHost, repository: RepositoryID, folder: String, limits: ImageLimits = .init(),
        network: ContainerNetwork = .podmanDefault, maximumAge: Duration = .seconds(86400)
    ) {
        podman = Podman(host: host)
        names = ImageNames(repository, instance: host.instance)
        self.folder = folder
        self.limits = limits
        self.network = network
        self.maximumAge = maximumAge
        (wanted, want) = AsyncStream.makeStream()
    }

    /// Builds what is wanted until the task is cancelled.
    public func run() async {
        for await build in wanted { await finish(build, with: await attempt(build)) }
        for build in waiting.keys { settle(build, CancellationError()) }
    }

    /// An image to run now: of that content, or else of an earlier one while that is built in the background, or else of
    /// that content once it is built.
    ///
    /// - Throws: ``SandboxError`` when there is neither, and the build fails; `CancellationError`.
    public func image(for content: ImageContent) async throws -> Image {
        let tag = tag(of: content)
        if let date = try await date(of: tag) {
            let isStale = Date.now.timeIntervalSince(date) > maximumAge / .seconds(1)
            if isStale { enqueue(ImageBuild(content: content, tag: tag, isFresh: true)) }
            return Image(tag: tag, isStale: isStale, failure: failures[tag])
        }
        let build = ImageBuild(content: content, tag: tag, isFresh: false)
        if try await date(of: names.current) != nil {
            enqueue(build)
            return Image(tag: names.current, isStale: true, failure: failures[tag])
        }
        try await wait(for: build)
        return Image(tag: tag, isStale: false)
    }

    /// Looks again whether images exist: to be called when one could not be run.
    public func forget() { dates = [:] }

    private func wait(for build: ImageBuild) async throws {
        let (outcome, continuation) = AsyncThrowingStream<Never, any Error>.makeStream()
        enqueue(build, waiter: continuation)
        for try await _ in outcome {}
        try Task.checkCancellation()
    }

    private func enqueue(_ build: ImageBuild, waiter: AsyncThrowingStream<Never, any Error>.Continuation? = nil) {
        if waiting[build.tag] == nil {
            waiting[build.tag] = []
            want.yield(build)
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
        }
        settle(build.tag, error)
    }

    private func attempt(_ build: ImageBuild) async -> (any Error)? {
        do {
            let files = try ImageFolder(build.content, below: folder)
            try await self.build(build, in: files.path)
            return nil
        } catch {
            return error
        }
    }

    private func build(_ build: ImageBuild, in context: String) async throws {
        let support = try await podman.limitSupport()
        if !podman.host.allowsUnlimited { try support.check() }
        let command = PodmanCommand.build(
            context, tag: build.tag, isFresh: build.isFresh, limits: limits, network: network, host: podman.host,
            support: support)
        let log = BuildLog()
        let result: ChildResult
        do {
            // Killing its steps makes a build fail and clean up after itself; killing it would leave both behind.
            result = try await ChildProcess.stream(
                command, limits: ChildLimits(deadline: limits.time, grace: .seconds(20))
            ) { await log.add($0) }
        } catch let error as SandboxError {
            throw Podman.explain(error, command)
        }
        guard result.isSuccess else { throw await log.error(result, context: context, limits: limits) }
        _ = try await podman.run(PodmanCommand.tag(build.tag, as: names.current, host: podman.host))
        try await removeOthers(than: build.tag)
    }

    private func removeOthers(than tag: String) async throws {
        let list = try await podman.run(PodmanCommand.tags(of: names.name, host: podman.host))
        let others = String(decoding: list.output, as: UTF8.self).split(separator: "\n").map(String.init)
            // Podman lists every name of an image, also those of another repository with the same content.
            .filter { $0.hasPrefix(names.name + ":") && $0 != tag && $0 != names.current }
        guard !others.isEmpty else { return }
        for other in others { dates[other] = nil }
        _ = try await podman.run(PodmanCommand.removeImages(others, host: podman.host))
    }

    private func tag(of content: ImageContent) -> String {
        if let known = tags[content] { return known }
        let tag = names.tag(hash: content.hash)
        tags = [content: tag]
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
