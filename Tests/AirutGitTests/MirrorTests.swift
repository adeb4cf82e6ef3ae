import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@Suite struct MirrorTests {
    private func failureKind(_ workshop: Workshop, url: String) async throws -> GitFailure.Kind? {
        try await failure(workshop, url: url)?.kind
    }

    private func failure(_ workshop: Workshop, url: String) async throws -> GitFailure? {
        let response = try await workshop.ask(.refreshMirror(url: url, mirror: workshop.mirror, credential: nil))
        if case .failed(let failure) = response { return failure }
        return nil
    }

    @Test func `a mirror has every branch and tag and nothing else`() async throws {
        try await withWorkshop { workshop in
            try await workshop.git("tag", "-a", "v1", "-m", "One")
            try await workshop.git("tag", "light")
            try await workshop.git(
                "push", "-q", workshop.upstream, "v1", "light", "main:refs/heads/topic/a", "main:refs/pull/1/head")
            let state = try await workshop.refresh()
            #expect(state.defaultBranch == "main")
            #expect(try await workshop.git("rev-parse", "main") == state.commit)
            let names = try await workshop.git("for-each-ref", "--format=%(refname)", in: workshop.mirror)
            #expect(names == "refs/heads/main\nrefs/heads/topic/a\nrefs/tags/light\nrefs/tags/v1")
            try await workshop.git("fsck", "--strict", in: workshop.mirror)
        }
    }

    @Test func `new commits arrive, vanished branches go, and a folder may take a branch's place`() async throws {
        try await withWorkshop { workshop in
            try await workshop.git("push", "-q", workshop.upstream, "main:refs/heads/topic", "main:refs/heads/old")
            try await workshop.refresh()
            try await workshop.git("push", "-q", workshop.upstream, ":topic", ":old")
            try await workshop.git("push", "-q", workshop.upstream, "main:refs/heads/topic/deeper")
            try await workshop.commitUpstream(["src/new.txt": "new\n"])
            try await workshop.refresh()
            #expect(try await workshop.isFaithful())
        }
    }

    @Test func `many fetches leave neither as many packs nor as many files of references`() async throws {
        try await withWorkshop { workshop in
            try await workshop.git("tag", "-a", "v1", "-m", "One")
            try await workshop.git("push", "-q", workshop.upstream, "v1")
            for number in 1...20 {
                try await workshop.commitUpstream(["file": "\(number)"], branch: "topic/\(number)")
                try await workshop.refresh()
            }
            #expect(try workshop.packCount() <= 9)
            let files = try await run(["/usr/bin/find", "refs", "-type", "f"], in: workshop.mirror).text
            #expect(files.split(separator: "\n").count <= 16)
            #expect(try await workshop.isFaithful())
            try await workshop.git("fsck", "--strict", in: workshop.mirror)
            try await workshop.makeWorkspace()
            #expect(
                try await workshop.git("rev-parse", "origin/topic/20", in: workshop.workspace)
                    == workshop.git("rev-parse", "HEAD"))
        }
    }

    @Test func `packs are not put together while somebody reads them, and what a killed process left of that goes`()
        async throws
    {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            try await workshop.addPacks(12, bytes: 10)
            let reader = open(workshop.mirror, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            #expect(flock(reader, LOCK_SH) == 0)
            try await workshop.refresh()
            #expect(try workshop.packCount() == 13)
            close(reader)
            try await run(["/bin/sh", "-c", "rm -f $(ls objects/pack/*.idx | head -1)"], in: workshop.mirror)
            try await workshop.refresh()
            #expect(try workshop.packCount() == 1)
            #expect(try await workshop.isFaithful())
            try await workshop.git("fsck", "--strict", in: workshop.mirror)
        }
    }

    @Test func `a mirror of many big packs is made anew, and one that is read keeps its place`() async throws {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            try await workshop.addPacks(66, bytes: 1_100_000)
            let reader = open(workshop.mirror, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            #expect(flock(reader, LOCK_SH) == 0)
            try await workshop.renew()
            #expect(try workshop.packCount() > 64)
            close(reader)
            try await workshop.refresh()
            #expect(try workshop.packCount() > 64)
            try await workshop.renew()
            #expect(try workshop.packCount() == 1)
            #expect(try await workshop.isFaithful())
            try await workshop.git("fsck", "--strict", in: workshop.mirror)
            #expect(try await workshop.leftovers().isEmpty)
            try await workshop.makeWorkspace()
        }
    }

    @Test func `a mirror that is mostly garbage is made anew`() async throws {
        try await withWorkshop { workshop in
            try await workshop.commitNoise()
            try await workshop.refresh()
            try await workshop.addPacks(10, bytes: 1_100_000)
            try await workshop.renew()
            #expect(try workshop.packCount() == 11)
            try await workshop.addPacks(8, bytes: 1_100_000)
            try await workshop.renew()
            #expect(try workshop.packCount() == 1)
            #expect(try await workshop.isFaithful())
        }
    }

    @Test func `a mirror that is a week old is made anew`() async throws {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            try await workshop.addPacks(1, bytes: 10)
            try await workshop.renew()
            #expect(try workshop.packCount() == 2)
            try await run(["/bin/touch", "-d", "8 days ago", "config"], in: workshop.mirror)
            try await workshop.renew()
            #expect(try workshop.packCount() == 1)
            #expect(try await workshop.isFaithful())
        }
    }

    @Test func `a pack without its index and an index without its pack go, whoever reads`() async throws {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            let whole = try workshop.packFiles()
            try await workshop.addPacks(2, bytes: 10)
            let script = """
                set -- $(ls objects/pack/*.pack | grep -v \(whole[1])); rm -f $1 ${2%.pack}.idx
                """
            try await run(["/bin/sh", "-ec", script], in: workshop.mirror)
            #expect(try workshop.packFiles().filter { $0.hasSuffix("pack") || $0.hasSuffix("idx") }.count == 4)
            let reader = open(workshop.mirror, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            defer { close(reader) }
            #expect(flock(reader, LOCK_SH) == 0)
            try await workshop.refresh()
            #expect(try workshop.packFiles().filter { !$0.hasSuffix(".rev") } == whole)
            try await workshop.git("fsck", "--strict", in: workshop.mirror)
        }
    }

    @Test func `a vanished branch whose name is not UTF-8 goes`() async throws {
        try await withWorkshop { workshop in
            let name = #"refs/heads/$(printf 'caf\351')"#
            try await run(["/bin/sh", "-c", "git update-ref \"\(name)\" main"], in: workshop.upstream)
            try await workshop.refresh()
            #expect(try await workshop.isFaithful())
            try await run(["/bin/sh", "-c", "git update-ref -d \"\(name)\""], in: workshop.upstream)
            try await workshop.refresh()
            #expect(try await workshop.isFaithful())
        }
    }

    @Test(.enabled(if: JournaledDisk.isPossible)) func `a mirror survives a loss of power`() async throws {
        try await withWorkshop { workshop in
            try await JournaledDisk.with(in: workshop.folder) { disk in
                let mirror = disk.path + "/mirror"
                let answer = try await workshop.ask(
                    .refreshMirror(url: workshop.url, mirror: mirror, credential: nil))
                guard case .mirror(let state) = answer else { throw TestFailure("\(answer)") }
                try await disk.losePower()
                #expect(try await workshop.git("rev-parse", "HEAD", in: mirror) == state.commit)
                try await workshop.git("fsck", "--strict", in: mirror)
            }
        }
    }

    @Test func `a rewritten branch is followed`() async throws {
        try await withWorkshop { workshop in
            try await workshop.commitUpstream(["a": "1"])
            try await workshop.refresh()
            try await workshop.git("commit", "-q", "--amend", "-m", "Rewritten")
            try await workshop.git("push", "-q", "--force", workshop.upstream, "main")
            let head = try await workshop.git("rev-parse", "main")
            #expect(try await workshop.refresh().commit == head)
        }
    }

    @Test func `the default branch is followed when it is renamed to a name with a slash`() async throws {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            try await workshop.git("branch", "-m", "main", "release/next", in: workshop.upstream)
            try await workshop.git("symbolic-ref", "HEAD", "refs/heads/release/next", in: workshop.upstream)
            let state = try await workshop.refresh()
            #expect(state.defaultBranch == "release/next")
            #expect(try await workshop.makeWorkspace().defaultBranch == "release/next")
            #expect(
                try await workshop.git("rev-parse", "origin/release/next", in: workshop.workspace) == state.commit)
        }
    }

    @Test func `what an interrupted refresh leaves behind is cleaned up`() async throws {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            try workshop.write("\(workshop.mirror).new-abcdefgh/objects/x", "half")
            try workshop.write("\(workshop.mirror)/refs/heads/main.lock", "")
            try workshop.write("\(workshop.mirror)/packed-refs.lock", "")
            try await workshop.commitUpstream(["a": "1"])
            let head = try await workshop.git("rev-parse", "main")
            #expect(try await workshop.refresh().commit == head)
            #expect(!workshop.exists("\(workshop.mirror).new-abcdefgh"))
        }
    }

    @Test func `what was half received when a refresh was killed goes with the next`() async throws {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            for name in ["pack/pack_git2_8f1e", "tmp_object_git2_1f", "ab/tmp_object_git2_2f"] {
                try workshop.write("\(workshop.mirror)/objects/\(name)", "half")
            }
            try await workshop.git("push", "-q", workshop.upstream, "main:refs/heads/x_git2_y")
            try await workshop.refresh()
            #expect(try await workshop.leftovers().filter { $0.hasPrefix("./mirror/objects") } == [])
            #expect(try await workshop.isFaithful())
        }
    }

    @Test func `a fetch that brings too much keeps the old mirror and leaves nothing`() async throws {
        try await withWorkshop { workshop in
            let state = try await workshop.refresh()
            try await workshop.commitNoise()
            let response = try await workshop.ask(
                .refreshMirror(url: workshop.url, mirror: workshop.mirror, credential: nil, maximumBytes: 100_000))
            guard case .failed(let failure) = response else {
                Issue.record("\(response)")
                return
            }
            #expect(failure.kind == .unusable && failure.reason == "it would bring more than 100000 bytes")
            #expect(try await workshop.leftovers() == [])
            #expect(try await workshop.git("rev-parse", "HEAD", in: workshop.mirror) == state.commit)
        }
    }

    @Test func `a file beyond the process's limit is an answer and leaves nothing`() async throws {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            try await workshop.commitNoise()
            let request = GitRequest.refreshMirror(url: workshop.url, mirror: workshop.mirror, credential: nil)
            let result = try await run(
                [
                    "/usr/bin/env", "--default-signal=XFSZ", "/bin/sh", "-c", "ulimit -f 100; exec \"$0\"",
                    BuiltProgram.path("airut-git"),
                ],
                input: JSONEncoder().encode(request), mayFail: true)
            #expect(result.status == 0)
            guard case .failed = try JSONDecoder().decode(GitResponse.self, from: result.output) else {
                Issue.record("\(result.text)")
                return
            }
            #expect(try await workshop.leftovers() == [])
        }
    }

    @Test(arguments: [
        "rm -rf objects/pack", "truncate -s 40 objects/pack/*.pack", ": > HEAD", "rm -rf refs objects HEAD",
        "echo 0123456789012345678901234567890123456789 > refs/heads/main", "echo junk > packed-refs",
        ": > refs/heads/main", "echo junk > refs/heads/topic",
    ])
    func `a torn mirror is made anew`(damage: String) async throws {
        try await withWorkshop { workshop in
            try await workshop.git("push", "-q", workshop.upstream, "main:refs/heads/topic")
            try await workshop.refresh()
            try await run(["/bin/sh", "-c", "chmod -R u+w . && \(damage)"], in: workshop.mirror)
            let head = try await workshop.git("rev-parse", "main")
            #expect(try await workshop.refresh().commit == head)
            try await workshop.git("fsck", in: workshop.mirror)
            #expect(try await workshop.isFaithful())
        }
    }

    @Test func `a remote that is missing or empty is not found, and the old mirror stays`() async throws {
        try await withWorkshop { workshop in
            let state = try await workshop.refresh()
            #expect(try await failureKind(workshop, url: "file://\(workshop.folder)/nowhere") == .notFound)
            try await workshop.git("init", "-q", "--bare", "\(workshop.folder)/empty.git")
            #expect(try await failureKind(workshop, url: "\(workshop.folder)/empty.git") == .notFound)
            #expect(try await workshop.git("rev-parse", "HEAD", in: workshop.mirror) == state.commit)
        }
    }

    @Test(arguments: [
        "http://example.org/a.git", "git://example.org/a", "ext::sh -c id", "../a", "", "https://", "-oX:y",
    ])
    func `addresses that are not safe are refused`(url: String) async throws {
        try await withWorkshop { workshop in
            let failure = try #require(try await failure(workshop, url: url))
            #expect(failure.action == "use a repository's address")
        }
    }

    @Test func `a server that does not answer is unreachable`() async throws {
        try await withWorkshop { workshop in
            let kind = try await failureKind(workshop, url: "https://127.0.0.1:9/a.git")
            #expect(kind == .unreachable)
        }
    }
}
