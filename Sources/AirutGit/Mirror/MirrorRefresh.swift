import AirutPolicy
import CGit2
import Glibc

/// Brings a mirror up to its remote: every branch and tag, vanished ones removed, `HEAD` at the default branch.
struct MirrorRefresh {
    let address: RemoteAddress
    let mirror: String
    let credential: GitCredential?
    /// Of one fetch.
    let maximumBytes: Int
    /// Branches and tags; each is a file.
    private static let mostReferences = 200_000
    /// Many have become one before, so these are big.
    private static let mostPacks = 64
    /// In other packs than the biggest: of a busy repository most of that is what no reference leads to any more.
    private static let mostAddedBytes = 16 << 20
    /// A week: what was forced away upstream, for example a secret, is not to be handed to agents for ever.
    private static let longestSeconds = 7 * 86_400

    func run() throws(GitFailure) -> GitMirrorState {
        try alone { () throws(GitFailure) in
            guard let repository = MirrorCheck.open(mirror) else { return try create { _ in true } }
            Library.setDurable(true)
            let state: GitMirrorState
            do throws(GitFailure) {
                state = try update(repository)
            } catch {
                // May be the mirror's own: an old commit that cannot be read, a reference that cannot be removed.
                guard error.kind == .other, let state = try? create(mayReplace: { _ in true }) else { throw error }
                return state
            }
            guard MirrorCheck.isSound(repository) else { return try create { _ in true } }
            pack(repository)
            return state
        }
    }

    /// A new mirror of one pack, without what no reference leads to any more, if that is worth it. When that fails, or
    /// somebody reads the old one, the old one serves on.
    func renew() throws(GitFailure) -> GitMirrorState {
        try alone { () throws(GitFailure) in
            guard let repository = MirrorCheck.open(mirror) else { return try create { _ in true } }
            // A push that takes long may be going on.
            guard !isWorthRenewing || isRead else { return try create { isUnread in isUnread } }
            let (name, commit) = try repository.defaultBranch()
            return GitMirrorState(defaultBranch: name, commit: commit.description)
        }
    }

    private func alone(
        _ body: () throws(GitFailure) -> GitMirrorState
    ) throws(GitFailure) -> GitMirrorState {
        let trust = try Trust.prepare(for: address, credential: credential)
        defer { withExtendedLifetime(trust) {} }
        Library.ready
        let lock = try FileLock(mirror + ".lock")
        defer { _ = lock }
        SiblingFolder.sweep(mirror)
        MirrorCleaning.run(in: mirror)
        return try body()
    }

    private var isRead: Bool {
        let lease = MirrorLease(replacing: mirror)
        return lease == nil
    }

    /// Not while somebody reads it: the next refresh tries again.
    private func pack(_ repository: borrowing Repository) {
        guard MirrorPacking.isNeeded(in: mirror) else { return }
        let lease = MirrorLease(replacing: mirror)
        let isUnread = lease != nil
        if isUnread { try? MirrorPacking.run(in: repository) }
        withExtendedLifetime(lease) {}
    }

    /// Whether it is old, has many packs, or what was added to the biggest one is more than that, and not little.
    private var isWorthRenewing: Bool {
        // Written once, when the mirror was made.
        let made = Folder(path: mirror)?.entry(FileName("config"))?.status.st_mtim.tv_sec ?? 0
        guard time(nil) - made < Self.longestSeconds else { return true }
        let packs = (Folder(path: "\(mirror)/objects/pack")?.entries() ?? [])
            .filter { $0.name.suffix(5) == FileName(".pack")[...] }.map(\.status.st_size)
        let biggest = packs.max() ?? 0
        return packs.count > Self.mostPacks || packs.reduce(0, +) - biggest > max(biggest, Self.mostAddedBytes)
    }

    /// Builds the mirror beside its place: whatever interrupts that leaves the old one.
    ///
    /// - Parameter mayReplace: decides whether the old one goes, told whether nobody reads it.
    @discardableResult
    private func create(mayReplace: (Bool) -> Bool) throws(GitFailure) -> GitMirrorState {
        let sibling = try SiblingFolder(of: mirror)
        Library.setDurable(false)
        let state = try update(Repository(creatingBare: sibling.path))
        let lease = MirrorLease(replacing: mirror)
        defer { _ = lease }
        let isUnread = lease != nil
        if mayReplace(isUnread) { try sibling.replace() }
        return state
    }

    private func update(_ repository: borrowing Repository) throws(GitFailure) -> GitMirrorState {
        let remote = try Remote(address, credential: credential, of: repository)
        try remote.connect(GIT_DIRECTION_FETCH)
        let advertised = try remote.advertisements().filter(\.isBranchOrTag)
        guard advertised.contains(where: \.isBranch) else {
            throw GitFailure(
                kind: .notFound, action: "fetch \(address.text)", reason: "the repository has no branch yet")
        }
        guard advertised.count <= Self.mostReferences else {
            throw GitFailure(
                kind: .unusable, action: "fetch \(address.text)",
                reason: "the repository has \(advertised.count) branches and tags, more than \(Self.mostReferences)")
        }
        // Before fetching: a vanished `a` is in the way of a new `a/b`.
        let names = Set(advertised.map(\.name))
        var vanished: [FileName] = []
        try repository.forEachReference { name, _ in if !names.contains(name) { vanished.append(name) } }
        for name in vanished { try repository.removeReference(name) }
        try remote.fetch(["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"], maximumBytes: maximumBytes)
        if let branch = remote.defaultBranch(), names.contains(FileName("refs/heads/\(branch)")) {
            try repository.setHead(branch: branch)
        }
        let (name, commit) = try repository.defaultBranch()
        return GitMirrorState(defaultBranch: name, commit: commit.description)
    }
}
