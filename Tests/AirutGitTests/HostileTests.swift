import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

/// Workspaces in which the agent set traps. Whatever `publish` makes of them: the mirror's bytes stay as they are, and
/// nothing from outside the workspace is pushed.
@Suite struct HostileTests {
    static let canary = "canary-5f1e2d-outside"

    /// A trap as a shell script that runs in the workspace, with `$OUT` a folder outside and `$MIRROR` the mirror.
    struct Trap: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var script: String
        /// What the notes or the failure must tell.
        var told: String
        var isPushed = true

        init(_ name: String, _ script: String, tells told: String, isPushed: Bool = true) {
            (testDescription, self.script, self.told, self.isPushed) = (name, script, told, isPushed)
        }
    }

    static let traps = [
        Trap(
            "objects is a link", "mv .git/objects $OUT/objects; ln -s $OUT/objects .git/objects",
            tells: "objects is not a folder", isPushed: false),
        Trap(
            "objects is a link to the mirror's", "rm -rf .git/objects; ln -s $MIRROR/objects .git/objects",
            tells: "objects is not a folder", isPushed: false),
        Trap(
            "HEAD is a link", "mv .git/HEAD $OUT/HEAD; ln -s $OUT/HEAD .git/HEAD", tells: "HEAD is not a",
            isPushed: false),
        Trap(
            "refs is a link", "rm -rf .git/refs; ln -s $MIRROR/refs .git/refs", tells: "refs is not a", isPushed: false),
        Trap(
            "refs/heads is a link", "rm -rf .git/refs/heads; ln -s $MIRROR/refs/heads .git/refs/heads",
            tells: "refs/heads was a symbolic link"),
        Trap("a pack folder is a link", "ln -s $MIRROR/objects/pack .git/objects/zz", tells: "zz was a symbolic link"),
        Trap(
            ".git is a file", "mv .git $OUT/git; echo \"gitdir: $OUT/git\" > .git", tells: "not a folder",
            isPushed: false),
        Trap(".git is a link", "mv .git $OUT/git; ln -s $OUT/git .git", tells: "not a folder", isPushed: false),
        Trap(".git is the mirror", "rm -rf .git; ln -s $MIRROR .git", tells: "not a folder", isPushed: false),
        Trap(".git is gone", "rm -rf .git", tells: "is gone", isPushed: false),
        Trap(
            ".git is new", "rm -rf .git; git init -q .; git commit -q --allow-empty -m x", tells: "cannot",
            isPushed: false),
        Trap(
            "alternates", "mkdir -p .git/objects/info; echo $MIRROR/objects > .git/objects/info/alternates",
            tells: "alternates was removed"),
        Trap(
            "only alternates",
            "mkdir -p .git/objects/info; echo $MIRROR/objects > .git/objects/info/alternates; rm -rf .git/objects/pack .git/objects/??",
            tells: "cannot", isPushed: false),
        Trap(
            "http-alternates", "mkdir -p .git/objects/info; echo http://x/ > .git/objects/info/http-alternates",
            tells: "http-alternates was removed"),
        Trap("commondir", "echo $MIRROR > .git/commondir", tells: "commondir was removed"),
        Trap(
            "configuration",
            """
            git config include.path $OUT/secret; git config core.fsmonitor "touch $OUT/ran"; git config core.worktree $OUT
            git config url.$OUT/evil.insteadOf file://; git config core.hooksPath $OUT/hooks; git config core.attributesFile $OUT/secret
            git config filter.x.clean "touch $OUT/ran"; git config core.excludesFile $OUT/secret; echo '*.txt filter=x' > .gitattributes
            """, tells: "config was replaced"),
        Trap(
            "a configuration that is a link", "rm .git/config; ln -s $OUT/secret .git/config",
            tells: "config was a symbolic link"),
        Trap("a configuration that is a folder", "rm .git/config; mkdir .git/config", tells: "config was replaced"),
        Trap(
            "worktree configuration",
            "git config extensions.worktreeConfig true; printf '[core]\\n\\tworktree = %s\\n' $OUT > .git/config.worktree",
            tells: "config.worktree was removed"),
        Trap(
            "hooks",
            "mkdir -p .git/hooks; for h in pre-commit pre-push post-commit reference-transaction; do printf '#!/bin/sh\\ntouch %s/ran\\n' $OUT > .git/hooks/$h; chmod +x .git/hooks/$h; done",
            tells: "hooks was removed"),
        Trap("a pipe in .git", "mkfifo .git/packed-refs.pipe .git/refs/pipe .git/objects/pipe", tells: "special file"),
        Trap("index is a pipe", "rm .git/index; mkfifo .git/index", tells: "index was a special file"),
        Trap("index is a link", "rm .git/index; ln -s $OUT/secret .git/index", tells: "index was a symbolic link"),
        Trap("a huge, broken index", "head -c 50000000 /dev/zero > .git/index", tells: ""),
        Trap(
            "pipes in the work tree", "mkfifo pipe src/pipe; rm README.md; mkfifo README.md",
            tells: "neither file, folder nor link"),
        Trap(
            "rule files that are pipes", "rm .gitignore; mkfifo .gitignore .gitattributes src/.gitignore",
            tells: "neither file, folder nor link"),
        Trap(
            "rule files that are links",
            "rm .gitignore; ln -s $OUT/secret .gitignore; ln -s $OUT/secret .gitattributes", tells: ""),
        Trap(
            "links in the work tree", "ln -s $OUT/secret a; ln -s /etc/passwd b; rm -r src; ln -s $OUT src", tells: ""),
        Trap(
            "a nested repository",
            "git init -q nested; git -C nested commit -q --allow-empty -m x; echo x > nested/file",
            tells: "nested is a repository of its own"),
        Trap(
            "a nested .git file", "mkdir sub; echo \"gitdir: $MIRROR\" > sub/.git; echo x > sub/file",
            tells: "sub is a repository of its own"),
        Trap(
            "a tracked folder made a repository", "git init -q src; echo x > src/more",
            tells: "src/.git has a name reserved"),
        Trap(
            "names like .git",
            "mkdir .GIT sub; echo '[core]' > .GIT/config; echo x > sub/.Git; echo x > GIT~1; echo x > '.git '",
            tells: ".GIT has a name reserved"),
        Trap(
            "a committed .GIT",
            "b=$(echo x | git hash-object -w --stdin); t=$(printf '100644 blob %s\\tconfig\\n' $b | git mktree); (git ls-tree HEAD; printf '040000 tree %s\\t.GIT\\n' $t) | git mktree > t; git update-ref HEAD $(git commit-tree -p HEAD -m x $(cat t)); rm t",
            tells: "invalid path", isPushed: false),
        Trap(
            "a corrupt blob",
            "echo good > f; git add f; git commit -qm f; o=$(git rev-parse HEAD:f); f=.git/objects/$(echo $o | cut -c1-2)/$(echo $o | cut -c3-); chmod u+w $f; e=$(echo evil | git hash-object -w --stdin); cp .git/objects/$(echo $e | cut -c1-2)/$(echo $e | cut -c3-) $f",
            tells: "", isPushed: false),
        Trap(
            "a corrupt commit",
            "git commit -q --allow-empty -m f; o=$(git rev-parse HEAD); f=.git/objects/$(echo $o | cut -c1-2)/$(echo $o | cut -c3-); chmod u+w $f; echo junk > $f",
            tells: "cannot", isPushed: false),
        Trap(
            "HEAD leads outside", "echo 'ref: ../../../../../../etc/passwd' > .git/HEAD", tells: "cannot",
            isPushed: false),
        Trap("a reference is not one", "head -c 3000000 /dev/urandom > .git/refs/heads/junk", tells: ""),
        Trap(
            "replaced objects", "git replace -f HEAD $(git commit-tree -m evil HEAD^{tree})",
            tells: "refs/replace was removed"),
        Trap(
            "grafts and shallow", "git rev-parse HEAD > .git/shallow; git rev-parse HEAD > .git/info/grafts",
            tells: "shallow was removed"),
        Trap(
            "broken caches",
            "mkdir -p .git/objects/info .git/objects/pack; head -c 5000 /dev/urandom | tee .git/objects/info/commit-graph > .git/objects/pack/multi-pack-index",
            tells: ""),
        Trap("left locks", "touch .git/index.lock .git/HEAD.lock .git/refs/heads/x.lock .git/config.lock", tells: ""),
        Trap("push reference taken", "git update-ref refs/airut/push/deeper HEAD", tells: ""),
        Trap(
            "a file below the push reference", "mkdir -p .git/refs/airut/push; echo junk > .git/refs/airut/push/x",
            tells: ""),
        Trap(
            "the push reference's folder is a packed reference",
            "git update-ref refs/airut HEAD; git pack-refs --all; echo junk > .git/refs/airut", tells: ""),
        Trap(
            "unfinished objects", "touch .git/objects/pack/pack_git2_1 .git/objects/tmp_object_git2_1", tells: ""),
        Trap(
            "a mass of folders", "d=$(printf 'd/%.0s' $(seq 300)); mkdir -p $d; touch $d/f", tells: "nested too deeply"),
        Trap(
            "a sparse checkout",
            "git config core.sparseCheckout true; echo /README.md > .git/info/sparse-checkout; rm -r src",
            tells: "sparse checkout"),
        Trap(
            "a linked worktree", "git worktree add -q other 2>/dev/null; echo x > other/file",
            tells: "other is a repository of its own"),
        Trap(
            "a gitlink",
            "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),module; git commit -qm module; mkdir module; echo x > module/file",
            tells: ""),
    ]

    @Test(arguments: traps)
    func `a trap changes nothing outside and reveals nothing`(trap: Trap) async throws {
        try await withWorkspace { workshop, base in
            let outside = "\(workshop.folder)/outside"
            try workshop.write("\(outside)/secret", "[user]\n\tname = \(Self.canary)\n\(Self.canary)\n")
            try workshop.write("\(workshop.workspace)/work.txt", "done\n")
            try await run(
                ["/bin/bash", "-ec", trap.script], in: workshop.workspace,
                environment: ["OUT": outside, "MIRROR": workshop.mirror, "GIT_CONFIG_GLOBAL": "/dev/null"])
            let before = try await workshop.mirrorDigest()
            let outcome = try await tell(workshop, base: base, trap)
            #expect(trap.told.isEmpty || outcome.contains(trap.told))
            #expect(try await workshop.mirrorDigest() == before)
            #expect(!workshop.exists("\(outside)/ran"))
            #expect(try workshop.read("\(outside)/secret").contains(Self.canary))
            let pushed = try await workshop.everythingUpstream()
            #expect(!pushed.contains(Self.canary) && !pushed.contains("root:x:0"))
        }
    }

    /// Publishes, checks whether something was pushed, and gives notes or failure as text.
    private func tell(_ workshop: Workshop, base: String, _ trap: Trap) async throws -> String {
        let response = try await workshop.publishResponse(base: base)
        switch response {
        case .publication(let publication):
            #expect(publication.outcome == .pushed && trap.isPushed, "\(publication)")
            if publication.outcome == .pushed { #expect(try await workshop.pushedPaths().contains("work.txt")) }
            try await workshop.git("fsck", in: workshop.upstream)
            return publication.notes.joined(separator: "\n")
        case .failed(let failure):
            #expect(!trap.isPushed, "\(failure)")
            return failure.description
        default:
            Issue.record("\(response)")
            return ""
        }
    }

    @Test func `a hardened workspace still serves its agent`() async throws {
        try await withWorkspace { workshop, base in
            try workshop.write("\(workshop.workspace)/a", "1")
            let first = try await workshop.publish(base: base)
            try workshop.write("\(workshop.workspace)/b", "2")
            try await workshop.git("add", "-A", in: workshop.workspace)
            try await workshop.git("commit", "-qm", "Second", in: workshop.workspace)
            try await workshop.git("gc", "-q", in: workshop.workspace)
            let second = try await workshop.publish(base: base, lastPushed: first.commit)
            #expect(second.outcome == .pushed && second.commitSubjects == ["Second", "Finish the work"])
            try await workshop.git("fsck", in: workshop.workspace)
        }
    }
}
