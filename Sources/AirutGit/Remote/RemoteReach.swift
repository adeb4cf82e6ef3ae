import AirutPolicy
import CGit2
import Glibc

/// Tries how far a remote lets us in, and transfers nothing.
struct RemoteReach {
    let address: RemoteAddress
    let credential: GitCredential?

    func run() throws(GitFailure) -> GitReach {
        let trust = try Trust.prepare(for: address, credential: credential)
        defer { withExtendedLifetime(trust) {} }
        Library.ready
        let folder = try TemporaryFolder(for: "reach \(address.text)")
        defer { withExtendedLifetime(folder) {} }
        let repository = try Repository(creatingBare: folder.path)
        let remote = try Remote(address, credential: credential, of: repository)
        try remote.connect(GIT_DIRECTION_FETCH)
        let branches = try remote.advertisements().filter(\.isBranch)
        return GitReach(
            defaultBranch: remote.defaultBranch(), branches: branches.count, pushFailure: pushFailure(repository))
    }

    /// Servers ask for the right to push before they say what they have.
    private func pushFailure(_ repository: borrowing Repository) -> GitFailure? {
        do throws(GitFailure) {
            if let failure = localFailure { throw failure }
            let remote = try Remote(address, credential: credential, of: repository)
            try remote.connect(GIT_DIRECTION_PUSH)
            return nil
        } catch {
            return error
        }
    }

    /// A folder lets anybody connect; its files may be somebody else's.
    private var localFailure: GitFailure? {
        guard address.transport == .file else { return nil }
        let path = address.text.hasPrefix("file://") ? String(address.text.dropFirst(7)) : address.text
        if unsafe access(path + "/objects", W_OK) == 0 || access(path + "/.git/objects", W_OK) == 0 { return nil }
        return GitFailure(kind: .unauthorized, action: "push to \(path)", reason: systemError())
    }
}
