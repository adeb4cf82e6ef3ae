import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@Suite struct WorkspaceTests {
    @Test(.enabled(if: JournaledDisk.isPossible)) func `a workspace survives a loss of power`() async throws {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            try await JournaledDisk.with(in: workshop.folder) { disk in
                let workspace = disk.path + "/workspace"
                let answer = try await workshop.ask(
                    .createWorkspace(
                        mirror: workshop.mirror, workspace: workspace, branch: Workshop.branch, url: workshop.url))
                guard case .workspace = answer else { throw TestFailure("\(answer)") }
                try await disk.losePower()
                #expect(try workshop.read(workspace + "/src/app.txt") == "one\ntwo\n")
                #expect(try await workshop.git("status", "--porcelain", in: workspace) == "")
                try await workshop.git("fsck", "--strict", in: workspace)
            }
        }
    }

    @Test func `a workspace is complete, clean and independent of the mirror`() async throws {
        try await withWorkshop { workshop in
            try await workshop.git("tag", "v1")
            try await workshop.git("push", "-q", workshop.upstream, "v1", "main:refs/heads/topic/a")
            let state = try await workshop.refresh()
            let workspace = try await workshop.makeWorkspace()
            #expect(workspace.commit == state.commit)
            let inodes = "find \(workshop.mirror) \(workshop.workspace) -type f -links +1 | wc -l"
            #expect(try await run(["/bin/sh", "-c", inodes]).text == "0\n")
            try await run(["/bin/rm", "-rf", workshop.mirror])
            let place = workshop.workspace
            #expect(try await workshop.git("status", "--porcelain=v1", "-b", in: place) == "## \(Workshop.branch)")
            try await workshop.git("fsck", "--strict", in: place)
            let names = try await workshop.git("for-each-ref", "--format=%(refname)", in: place)
            #expect(
                names.split(separator: "\n") == [
                    "refs/heads/airut/c0ffee", "refs/heads/main", "refs/remotes/origin/main",
                    "refs/remotes/origin/topic/a", "refs/tags/v1",
                ])
            #expect(try workshop.read("\(place)/src/app.txt") == "one\ntwo\n")
        }
    }

    @Test func `credentials in an address do not reach the workspace`() async throws {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            let url = "https://ada:hunter2@example.org/web.git"
            let response = try await workshop.ask(
                .createWorkspace(
                    mirror: workshop.mirror, workspace: workshop.workspace, branch: Workshop.branch, url: url))
            guard case .workspace = response else {
                Issue.record("\(response)")
                return
            }
            #expect(
                try await workshop.git("remote", "get-url", "origin", in: workshop.workspace)
                    == "https://example.org/web.git")
            #expect(try await run(["/bin/grep", "-r", "hunter2", workshop.workspace], mayFail: true).status == 1)
        }
    }

    @Test func `modes, links and line ends are as git would have them`() async throws {
        try await withWorkshop { workshop in
            try await run(
                ["/bin/sh", "-c", "printf '#!/bin/sh\\n' > run; chmod +x run; ln -s run link"], in: workshop.seed)
            try await workshop.commitUpstream([".gitattributes": "*.bat text eol=crlf\n", "go.bat": "a\nb\n"])
            try await workshop.refresh()
            try await workshop.makeWorkspace()
            #expect(try workshop.read("\(workshop.workspace)/go.bat") == "a\r\nb\r\n")
            let check = "test -x run && test \"$(readlink link)\" = run && test -z \"$(git status --porcelain)\""
            try await run(["/bin/sh", "-c", check], in: workshop.workspace)
        }
    }

    @Test func `an interrupted creation leaves nothing under the final name and is swept by the next`() async throws {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            try workshop.write("\(workshop.workspace).new-12345678/.git/HEAD", "ref: refs/heads/x\n")
            try await workshop.makeWorkspace()
            let names = try FileManager.default.contentsOfDirectory(atPath: workshop.folder)
            #expect(names.filter { $0.hasPrefix("workspace") } == ["workspace"])
        }
    }

    @Test func `files that would fill the disk are not checked out`() async throws {
        try await withWorkshop { workshop in
            try await run(["/bin/sh", "-c", "head -c 3000000 /dev/zero | tee a > b"], in: workshop.seed)
            try await workshop.commitUpstream([:])
            try await workshop.refresh()
            for (maximumBytes, isMade) in [(5_000_000, false), (7_000_000, true)] {
                let response = try await workshop.ask(
                    .createWorkspace(
                        mirror: workshop.mirror, workspace: workshop.workspace, branch: Workshop.branch,
                        url: workshop.url, maximumBytes: maximumBytes))
                if case .failed(let failure) = response {
                    #expect(failure.kind == .unusable && failure.reason.contains("more than 5000000 bytes"))
                }
                #expect(workshop.exists(workshop.workspace) == isMade)
            }
        }
    }

    @Test func `an existing workspace is never replaced`() async throws {
        try await withWorkspace { workshop, _ in
            try workshop.write("\(workshop.workspace)/precious", "work")
            let response = try await workshop.ask(
                .createWorkspace(
                    mirror: workshop.mirror, workspace: workshop.workspace, branch: Workshop.branch, url: workshop.url))
            guard case .failed = response else {
                Issue.record("\(response)")
                return
            }
            #expect(try workshop.read("\(workshop.workspace)/precious") == "work")
        }
    }

    @Test(arguments: ["", "-x", "a..b", "HEAD", "refs/heads/x", "a b", "x.lock", "/a", "a/"])
    func `invalid branch names are refused`(branch: String) async throws {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            let response = try await workshop.ask(
                .createWorkspace(
                    mirror: workshop.mirror, workspace: workshop.workspace, branch: branch, url: workshop.url))
            guard case .failed(let failure) = response else {
                Issue.record("\(response)")
                return
            }
            #expect(failure.reason == "that is not a valid branch name")
        }
    }
}
