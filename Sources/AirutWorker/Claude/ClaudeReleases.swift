public import AirutConfig
import AirutCurl
import AirutModel
import FoundationEssentials
public import Logging

/// Gets the Claude Code that a repository asks for: from this machine, or else from the vendor.
///
/// Every executable is checked against its release's manifest before it can be run. A vendor that is down stops only
/// those who need what is not here yet.
public struct ClaudeReleases: Sendable {
    private let url: String
    private let http: HTTPClient
    private let cache: ClaudeCache
    private let gate = SlotAllocator(slots: 1)
    private let logger: Logger
    private let pause: Duration

    private static let channelLifetime: TimeInterval = 3600
    private static let attempts = 3
    /// No release comes near it.
    private static let mostBytes = 2 << 30

    public init(_ settings: ClaudeSettings, state: StateDirectory, logger: Logger) {
        self.init(settings, state: state, pause: .seconds(2), logger: logger)
    }

    /// - Parameter pause: between two attempts, the first time.
    init(_ settings: ClaudeSettings, state: StateDirectory, pause: Duration, logger: Logger) {
        url = settings.releasesURL
        http = HTTPClient(trust: Trust(caFile: settings.caFile))
        cache = ClaudeCache(folder: state.claude)
        self.pause = pause
        self.logger = logger
    }

    /// - Returns: the absolute path of an executable.
    /// - Throws: ``ClaudeFailure`` or `CancellationError`.
    func executable(
        _ version: ClaudeVersion, _ platform: ClaudePlatform, for repository: RepositoryID
    ) async throws -> String {
        switch version {
        case .file(let path): return path
        case .release(let release): return try await executable(of: release, platform, for: repository)
        case .channel(let channel): return try await executable(of: channel, platform, for: repository)
        }
    }

    /// What the channel names now; if that cannot be had, what it named before.
    private func executable(
        of channel: ClaudeVersion.Channel, _ platform: ClaudePlatform, for repository: RepositoryID
    ) async throws -> String {
        let known = await cache.version(of: channel.rawValue, within: Self.channelLifetime)
        var last: String?
        if let known { last = await cache.executable(known.version, platform) }
        if let last, known?.isFresh == true { return last }
        do {
            let release = try await version(of: channel, isUrgent: last != nil)
            let path = try await executable(of: release, platform, for: repository)
            try await cache.remember(release, of: channel.rawValue)
            return path
        } catch let failure where !(failure is CancellationError) {
            guard let last, let known else { throw failure }
            logger.warning(
                "the newest Claude Code cannot be had; using the one before",
                metadata: ["version": "\(known.version)", "reason": "\(failure)"])
            // Asked again in an hour: each run would wait for the same answer.
            try await cache.remember(known.version, of: channel.rawValue)
            return last
        }
    }

    private func executable(
        of release: String, _ platform: ClaudePlatform, for repository: RepositoryID
    ) async throws -> String {
        if let path = await cache.executable(release, platform) { return path }
        return try await gate.withSlot(of: repository) {
            // Whoever waited for somebody else's download has it now.
            if let path = await cache.executable(release, platform) { return path }
            return try await retrying { try await download(release, platform) }
        }
    }

    private func download(_ release: String, _ platform: ClaudePlatform) async throws -> String {
        let action = "download Claude Code \(release)"
        let manifest = try await get("\(release)/manifest.json", action)
        guard let platforms = try? JSONDecoder().decode(ClaudeManifest.self, from: Data(manifest)).platforms else {
            throw ClaudeFailure(isPassing: true, action: action, reason: "its manifest cannot be understood")
        }
        guard let expected = platforms[platform.description], (1...Self.mostBytes).contains(expected.size) else {
            throw ClaudeFailure(isPassing: false, action: action, reason: "there is none for \(platform)")
        }
        logger.notice("downloading Claude Code", metadata: ["version": "\(release)", "bytes": "\(expected.size)"])
        let path = try await cache.partialPath(release, platform)
        let response = try await http.download(
            HTTPRequest(
                url: "\(url)/\(release)/\(platform)/claude", timeout: .seconds(1800), maximumBodyBytes: expected.size),
            to: path)
        // 416: the whole file was here already, and only its check was missing.
        guard [200, 206, 416].contains(response.status) else { throw Self.failure(action, response.status) }
        return try await cache.install(release, platform, expected)
    }

    private func version(of channel: ClaudeVersion.Channel, isUrgent: Bool) async throws -> String {
        let action = "ask for the \(channel.rawValue) Claude Code"
        let body =
            isUrgent
            ? try await get(channel.rawValue, action, timeout: .seconds(5))
            : try await retrying { try await get(channel.rawValue, action) }
        let text = String(decoding: body, as: UTF8.self).filter { !$0.isWhitespace }
        guard ClaudeVersion.isRelease(text) else {
            throw ClaudeFailure(isPassing: true, action: action, reason: "the answer is not a version")
        }
        return text
    }

    private func get(_ path: String, _ action: String, timeout: Duration = .seconds(30)) async throws -> [UInt8] {
        let response = try await http.send(
            HTTPRequest(url: "\(url)/\(path)", timeout: timeout, maximumBodyBytes: 1 << 20))
        guard response.status == 200 else { throw Self.failure(action, response.status) }
        return response.body
    }

    private static func failure(_ action: String, _ status: Int) -> ClaudeFailure {
        ClaudeFailure(
            isPassing: status != 404, action: action,
            reason: status == 404 ? "there is no such release" : "the vendor's server answered \(status)")
    }

    /// What breaks off goes on where it was; what was wrong begins anew.
    private func retrying<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        var backOff = BackOff(from: pause, to: .seconds(60))
        for _ in 1..<Self.attempts {
            do {
                return try await body()
            } catch let failure as ClaudeFailure where failure.isPassing {
                logger.warning("trying again", metadata: ["reason": "\(failure)"])
            } catch let error as TransportError where error.retryMayHelp {
                logger.warning("trying again", metadata: ["reason": "\(error)"])
            }
            try await Task.sleep(for: backOff.delay())
        }
        return try await body()
    }
}
