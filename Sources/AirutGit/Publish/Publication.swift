import AirutModel
import AirutPolicy
import CGit2

/// Publishes a workspace: makes it safe, commits, checks what changed, pushes.
struct Publication {
    let request: GitPublishRequest

    func run() throws(GitFailure) -> GitPublication {
        let address = try RemoteAddress(request.url)
        let trust = try Trust.prepare(for: address, credential: request.credential)
        defer { withExtendedLifetime(trust) {} }
        Library.ready
        Library.setDurable(false)
        try checkBranch()
        var finding = try Hardening(workspace: request.workspace, url: address.text).run()
        let repository = try Repository(openingBare: request.workspace + "/.git")
        var (publication, commit) = try prepare(repository, &finding)
        if publication.outcome == .pushed { publication.outcome = try push(commit, of: repository, address) }
        publication.notes = finding.notes.sentences
        return publication
    }

    /// A branch that may be pushed to: valid, and never the one everybody works from.
    private func checkBranch() throws(GitFailure) {
        try BranchName.check(request.branch)
        let mirror = try Repository(openingBare: request.mirror)
        if try mirror.headBranch() == request.branch {
            throw GitFailure(
                kind: .other, action: "push to \(request.branch)", reason: "it is the repository's default branch")
        }
    }

    /// Everything up to the push, whose outcome is anticipated as ``GitPublication/Outcome/pushed``, and the commit to push.
    private func prepare(
        _ repository: borrowing Repository, _ finding: inout Hardening.Finding
    ) throws(GitFailure) -> (GitPublication, ObjectID) {
        do throws(GitFailure) {
            return try examine(repository, &finding)
        } catch {
            // What cannot be read here is what the agent left.
            var failure = error
            if failure.kind == .other || failure.kind == .unusable { failure.kind = .damagedWorkspace }
            throw failure
        }
    }

    private func examine(
        _ repository: borrowing Repository, _ finding: inout Hardening.Finding
    ) throws(GitFailure) -> (GitPublication, ObjectID) {
        guard let base = ObjectID(request.base), let head = try repository.commit(of: "HEAD") else {
            throw GitFailure(kind: .damagedWorkspace, action: "read the workspace", reason: "it has no commit")
        }
        let snapshot = Snapshot(
            workspace: request.workspace, commit: request.commit, keepsMissing: finding.isSparse)
        let (commit, left) = try snapshot.take(repository, head: head, notes: &finding.notes)
        let start = try repository.mergeBase(commit, base) ?? base
        let report = try ChangeReport(of: repository, from: start, to: commit)
        let isNew = request.lastPushed.map { $0 != commit.description } ?? (report.changedPaths > 0)
        let violations = isNew ? try violations(in: repository, base: base, commit: commit) : []
        let publication = GitPublication(
            outcome: !isNew ? .nothingToPublish : violations.isEmpty ? .pushed : .refusedProtectedPaths,
            commit: commit.description,
            commitSubjects: try repository.subjects(from: commit, without: base, most: 50), changes: report.changes,
            changedPaths: report.changedPaths, protectedPaths: violations, uncommittedPaths: left)
        return (publication, commit)
    }

    /// The protected paths that are not as they should be in what would be pushed.
    private func violations(
        in repository: borrowing Repository, base: ObjectID, commit: ObjectID
    ) throws(GitFailure) -> [String] {
        if request.protectedPaths.isEmpty { return [] }
        let mirror = try Repository(openingBare: request.mirror)
        var check = try ProtectionCheck(ProtectedPaths(request.protectedPaths), base: base, mirror: mirror)
        try check.inspect(commit, in: repository)
        let known =
            try [base] + mirror.branchCommits() + [request.lastPushed.flatMap { ObjectID($0) }].compactMap(\.self)
        try check.inspectHistory(of: commit, without: known, in: repository)
        return check.violations
    }

    private func push(
        _ commit: ObjectID, of repository: borrowing Repository, _ address: RemoteAddress
    ) throws(GitFailure) -> GitPublication.Outcome {
        let remote = try Remote(address, credential: request.credential, of: repository)
        try remote.connect(GIT_DIRECTION_PUSH)
        let name = "refs/heads/\(request.branch)"
        let current = try remote.advertisements().first { $0.name == FileName(name) }?.commit
        if let current {
            if current == commit { return .pushed }
            var mayReplace = current.description == request.lastPushed
            if !mayReplace { mayReplace = try repository.isAncestor(current, of: commit) }
            if !mayReplace { return .diverged }
        }
        try send(commit, of: repository, over: remote, to: name)
        return .pushed
    }

    /// The server compares its branch with what it advertised on this very connection: forcing is a lease.
    private func send(
        _ commit: ObjectID, of repository: borrowing Repository, over remote: borrowing Remote, to name: String
    ) throws(GitFailure) {
        // libgit2 pushes references, not bare commits. Nobody can have put something in the way of a random name.
        let reference = "refs/airut-\(RandomToken.make(length: 16))"
        try repository.setReference(reference, to: commit)
        do throws(GitFailure) {
            try remote.push("+\(reference):\(name)")
        } catch {
            try? repository.removeReference(FileName(reference))
            throw error
        }
        try repository.removeReference(FileName(reference))
    }
}
