import AirutModel
import AirutConfig
import AirutPolicy
import AirutSandbox
import FoundationEssentials

/// Has git operations done by `airut-git`, each in a process that sees only that operation's folders and credential.
struct GitChild: Sendable {
    let tools: ToolFolder
    let url: String
    let settings: GitSettings

    /// Creates or refreshes the mirror.
    ///
    /// - Parameter limit: how long it may take, if that is less than `git.timeout`.
    func refresh(mirror: String, within limit: Duration? = nil) async throws -> GitMirrorState {
        let folder = String(mirror[..<(mirror.lastIndex(of: "/") ?? mirror.endIndex)])
        let request = GitRequest.refreshMirror(url: url, mirror: mirror, credential: credential)
        let answer = try await send(request, writable: [folder], isRemote: true, within: limit)
        guard case .mirror(let state) = answer else { throw unexpectedAnswer }
        return state
    }

    /// Makes an old mirror, or one of many remains, anew.
    func renew(mirror: String) async throws {
        let folder = String(mirror[..<(mirror.lastIndex(of: "/") ?? mirror.endIndex)])
        let request = GitRequest.renewMirror(url: url, mirror: mirror, credential: credential)
        guard case .mirror = try await send(request, writable: [folder], isRemote: true) else { throw unexpectedAnswer }
    }

    /// The regular files below `path` on the default branch.
    func tree(mirror: String, path: String) async throws -> GitTree {
        let request = GitRequest.readTree(mirror: mirror, path: path, maximumBytes: 64 << 20)
        guard case .tree(let tree) = try await ask(request, of: mirror) else { throw unexpectedAnswer }
        return tree
    }

    /// A clone of the mirror's default branch, in a folder that does not exist yet.
    func createWorkspace(_ workspace: String, from mirror: String, branch: String) async throws -> GitWorkspace {
        let folder = String(workspace[..<(workspace.lastIndex(of: "/") ?? workspace.endIndex)])
        let request = GitRequest.createWorkspace(mirror: mirror, workspace: workspace, branch: branch, url: url)
        let answer = try await ask(request, of: mirror, writable: [folder], makes: workspace)
        guard case .workspace(let created) = answer else { throw unexpectedAnswer }
        return created
    }

    /// Pushes what a run left in the workspace.
    func publish(
        _ workspace: String, mirror: String, branch: String, base: String, lastPushed: String?,
        commit: GitPublishRequest.Commit?, protectedPaths: [String]
    ) async throws -> GitPublication {
        let request = GitPublishRequest(
            workspace: workspace, mirror: mirror, url: url, credential: credential, branch: branch, base: base,
            lastPushed: lastPushed, commit: commit, protectedPaths: protectedPaths)
        let answer = try await send(.publish(request), readable: [mirror], writable: [workspace], isRemote: true)
        guard case .publication(let publication) = answer else { throw unexpectedAnswer }
        return publication
    }

    /// Tries what the remote lets us do; nothing is transferred.
    func reach() async throws -> GitReach {
        let request = GitRequest.reach(url: url, credential: credential)
        guard case .reach(let reach) = try await send(request, isRemote: true) else { throw unexpectedAnswer }
        return reach
    }

    private var credential: GitCredential? {
        guard settings.token != nil || settings.sshKey != nil || settings.caFile != nil else { return nil }
        return GitCredential(
            username: settings.username, token: settings.token?.reveal(), sshKeyPath: settings.sshKey,
            knownHostsPath: settings.knownHosts, caFilePath: settings.caFile)
    }

    /// Asks what reads a mirror. The process may not write there, so what it finds damaged is marked from here; the next one
    /// finds it again when that fails.
    private func ask(
        _ request: GitRequest, of mirror: String, writable: [String] = [], makes folder: String? = nil
    ) async throws -> GitResponse {
        do {
            return try await send(request, readable: [mirror], writable: writable, makes: folder)
        } catch let failure as GitFailure where failure.kind == .damagedMirror {
            try? Data().write(to: URL(fileURLWithPath: "\(mirror)/\(GitFailure.damagedMirrorMark)"))
            throw failure
        }
    }

    private func send(
        _ request: GitRequest, readable: [String] = [], writable: [String] = [], isRemote: Bool = false,
        within limit: Duration? = nil, makes folder: String? = nil
    ) async throws -> GitResponse {
        let files = isRemote ? [settings.sshKey, settings.knownHosts, settings.caFile].compactMap(\.self) : []
        let local = isRemote ? try localRemote : nil
        let isPush =
            switch request {
            case .publish, .reach: true
            case .refreshMirror, .renewMirror, .readTree, .createWorkspace: false
            }
        let remote = local.map { [$0] } ?? []
        let tool = ConfinedTool.git(
            in: tools.path, readable: readable + files + (isPush ? [] : remote),
            writable: writable + (isPush ? remote : []), network: isRemote && local == nil,
            scratchPath: tools.scratchPath)
        let deadline = min(limit ?? settings.timeout, settings.timeout)
        let result = try await run(tool, [UInt8](JSONEncoder().encode(request)), deadline: deadline, makes: folder)
        guard result.ending == .exited(0) else { throw failure(result) }
        let response = try JSONDecoder().decode(GitResponse.self, from: Data(result.output))
        if case .failed(let failure) = response { throw failure }
        return response
    }

    /// Whoever kills a git process, for example the kernel for want of memory, means another one the next time: every
    /// operation can be repeated, and doing so removes what the killed one left.
    ///
    /// - Parameter folder: did not exist before: the killed one may have put it in its place, and not said so any more.
    private func run(
        _ tool: ConfinedTool, _ input: [UInt8], deadline: Duration, makes folder: String?
    ) async throws -> ChildResult {
        var attempts = 0
        while true {
            attempts += 1
            let result = try await tool.run(input: input, outputLimitBytes: 128 << 20, deadline: deadline)
            guard result.ending == .signaled(9), attempts < Self.mostAttempts else { return result }
            if let folder { try? FileManager.default.removeItem(atPath: folder) }
        }
    }

    private static let mostAttempts = 3

    /// The folder of a remote that is on this machine, which the child must be able to reach.
    private var localRemote: String? {
        get throws(GitFailure) {
            guard let path = url.hasPrefix("/") ? url : url.hasPrefix("file://") ? String(url.dropFirst(7)) : nil else {
                return nil
            }
            guard FileManager.default.fileExists(atPath: path) else {
                throw GitFailure(kind: .notFound, action: "open \(path)", reason: "there is no such folder")
            }
            return path
        }
    }

    /// A git process that died will most likely do so again.
    private func failure(_ result: ChildResult) -> GitFailure {
        GitFailure(
            kind: result.ending == .timedOut ? .timedOut : .other, action: "finish a git operation on \(url)",
            reason: result.failure)
    }

    private var unexpectedAnswer: GitFailure {
        GitFailure(kind: .other, action: "use airut-git", reason: "it answered something else than was asked")
    }
}
