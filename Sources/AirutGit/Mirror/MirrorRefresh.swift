import AirutPolicy
import CGit2

/// Brings a mirror up to its remote: every branch and tag, vanished ones removed, `HEAD` at the default branch.
struct MirrorRefresh {
    let address: RemoteAddress
    let mirror: String
    let credential: GitCredential?
    /// Of one fetch.
    let maximumBytes: Int
    let mayTidyUp: Bool
    /// Branches and tags; each is a file.
    private static let mostReferences = 200_000
    /// Many have become one before, so these are big.
    private static let mostPacks = 64

    func run() throws(GitFailure) -> GitMirrorState {
        let trust = try Trust.prepare(for: address, credential: credential)
        defer { withExtendedLifetime(trust) {} }
        Library.ready
        let lock = try FileLock(mirror + ".lock")
        defer { _ = lock }
        SiblingFolder.sweep(mirror)
        MirrorCleaning.run(in: mirror)
        if let repository = MirrorCheck.open(mirror) {
            Library.setDurable(true)
            let state = try update(repository)
            if MirrorCheck.isSound(repository) {
                if mayTidyUp {
                    pack(repository)
                    if hasTooManyPacks { renew() }
                }
                return state
            }
        }
        return try create { _ in true }
    }

    /// Not while somebody reads it: the next refresh tries again.
    private func pack(_ repository: borrowing Repository) {
        guard MirrorPacking.isNeeded(in: mirror) else { return }
        let lease = MirrorLease(replacing: mirror)
        let isUnread = lease != nil
        if isUnread { try? MirrorPacking.run(in: repository) }
        withExtendedLifetime(lease) {}
    }

    private var hasTooManyPacks: Bool {
        let packs = Folder(path: "\(mirror)/objects/pack")?.entries() ?? []
        return packs.count { $0.name.suffix(5) == FileName(".pack")[...] } > Self.mostPacks
    }

    /// A new mirror of one pack, without what no reference leads to any more. When that fails, or somebody reads the old
    /// one, the old one serves on, and the next refresh tries again.
    private func renew() {
        // Looked at before the work, too: a push that takes long may be going on.
        do {
            let lease = MirrorLease(replacing: mirror)
            let isUnread = lease != nil
            guard isUnread else { return }
        }
        _ = try? create { isUnread in isUnread }
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
        guard advertised.contains(where: { $0.name.hasPrefix("refs/heads/") }) else {
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
        for name in try repository.references().keys where !names.contains(name) {
            try repository.removeReference(name)
        }
        try remote.fetch(["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"], maximumBytes: maximumBytes)
        if let branch = remote.defaultBranch(), names.contains("refs/heads/\(branch)") {
            try repository.setHead(branch: branch)
        }
        let (name, commit) = try repository.defaultBranch()
        return GitMirrorState(defaultBranch: name, commit: commit.description)
    }
}

extension Remote.Advertisement {
    var isBranchOrTag: Bool {
        (name.hasPrefix("refs/heads/") || name.hasPrefix("refs/tags/")) && !name.hasSuffix("^{}")
    }
}
