public import AirutPolicy

/// What `airut-git` does.
///
/// Calls block, libgit2's settings are the process's: one operation per process, which its parent may kill at any time.
public enum GitOperations {
    /// Carries out one request. Every foreseen failure is an answer, too.
    public static func perform(_ request: GitRequest) -> GitResponse {
        do throws(GitFailure) {
            return try answer(request)
        } catch {
            var failure = error
            if failure.kind == .other, let mirror = mirrorThatMatters(to: request), MirrorCheck.isDamaged(mirror) {
                failure.kind = .damagedMirror
            }
            return .failed(failure)
        }
    }

    /// The mirror that has to be readable for the request to succeed.
    private static func mirrorThatMatters(to request: GitRequest) -> String? {
        switch request {
        case .readTree(let mirror, _, _), .createWorkspace(let mirror, _, _, _, _): mirror
        case .refreshMirror, .renewMirror, .reach, .publish: nil
        }
    }

    private static func answer(_ request: GitRequest) throws(GitFailure) -> GitResponse {
        let lease = MirrorLease(reading: mirrorToRead(by: request))
        defer { _ = lease }
        return try carryOut(request)
    }

    private static func mirrorToRead(by request: GitRequest) -> String? {
        switch request {
        case .refreshMirror, .renewMirror, .reach: nil
        case .readTree(let mirror, _, _), .createWorkspace(let mirror, _, _, _, _): mirror
        case .publish(let request): request.mirror
        }
    }

    private static func carryOut(_ request: GitRequest) throws(GitFailure) -> GitResponse {
        switch request {
        case .refreshMirror(let url, let mirror, let credential, let maximumBytes):
            .mirror(
                try MirrorRefresh(
                    address: RemoteAddress(url), mirror: mirror, credential: credential, maximumBytes: maximumBytes
                ).run())
        case .renewMirror(let url, let mirror, let credential, let maximumBytes):
            .mirror(
                try MirrorRefresh(
                    address: RemoteAddress(url), mirror: mirror, credential: credential, maximumBytes: maximumBytes
                ).renew())
        case .readTree(let mirror, let path, let maximumBytes):
            .tree(try TreeReading(mirror: mirror, path: path, maximumBytes: maximumBytes).run())
        case .createWorkspace(let mirror, let workspace, let branch, let url, let maximumBytes):
            .workspace(
                try WorkspaceCreation(
                    mirror: mirror, workspace: workspace, branch: branch, url: url, maximumBytes: maximumBytes
                ).run())
        case .reach(let url, let credential):
            .reach(try RemoteReach(address: RemoteAddress(url), credential: credential).run())
        case .publish(let request): .publication(try Publication(request: request).run())
        }
    }
}
