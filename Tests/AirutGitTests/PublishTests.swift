import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@Suite struct PublishTests {
    @Test func `commits and uncommitted changes are pushed and reported`() async throws {
        try await withWorkspace { workshop, base in
            let place = workshop.workspace
            try workshop.write("\(place)/src/app.txt", "one\n2\nthree\n")
            try await workshop.git("commit", "-qam", "Count differently", in: place)
            try workshop.write("\(place)/docs/new.md", "text\n")
            try workshop.write("\(place)/debug.log", "ignored")
            try workshop.write("\(place)/build/out", "ignored")
            try await run(["/bin/rm", "README.md"], in: place)
            let result = try await workshop.publish(base: base)
            #expect(result.outcome == .pushed)
            #expect(result.commitSubjects == ["Finish the work", "Count differently"])
            #expect(
                result.changes == [
                    .init(path: "README.md", addedLines: 0, deletedLines: 1),
                    .init(path: "docs/new.md", addedLines: 1, deletedLines: 0),
                    .init(path: "src/app.txt", addedLines: 2, deletedLines: 1),
                ])
            #expect(try await workshop.pushedPaths() == [".gitignore", "docs/new.md", "src/app.txt"])
            #expect(try await workshop.git("rev-parse", Workshop.branch, in: workshop.upstream) == result.commit)
            #expect(try await workshop.git("status", "--porcelain", in: place) == "")
            let author = try await workshop.git(
                "log", "-1", "--format=%an <%ae>", Workshop.branch, in: workshop.upstream)
            #expect(author == "Airut <airut@example.org>")
        }
    }

    @Test func `without a commit uncommitted paths are only counted`() async throws {
        try await withWorkspace { workshop, base in
            try workshop.write("\(workshop.workspace)/a", "1")
            try workshop.write("\(workshop.workspace)/b", "2")
            let result = try await workshop.publish(base: base, commit: nil)
            #expect(result.outcome == .nothingToPublish)
            #expect(result.uncommittedPaths == 2)
            #expect(result.commit == base)
        }
    }

    @Test func `nothing changed means nothing to publish`() async throws {
        try await withWorkspace { workshop, base in
            let result = try await workshop.publish(base: base)
            #expect(result.outcome == .nothingToPublish)
            #expect(result.notes == [])
            #expect(try await workshop.git("branch", "--list", "airut/*", in: workshop.upstream) == "")
        }
    }

    @Test func `a follow-up moves the branch on, and a repeated one changes nothing`() async throws {
        try await withWorkspace { workshop, base in
            try workshop.write("\(workshop.workspace)/a", "1")
            let first = try await workshop.publish(base: base)
            #expect(try await workshop.publish(base: base, lastPushed: first.commit).outcome == .nothingToPublish)
            // As after a crash between the push and its record.
            #expect(try await workshop.publish(base: base).outcome == .pushed)
            try workshop.write("\(workshop.workspace)/b", "2")
            let second = try await workshop.publish(base: base, lastPushed: first.commit)
            #expect(second.outcome == .pushed)
            #expect(second.changedPaths == 2)
        }
    }

    @Test func `a rewritten history replaces exactly what was pushed last`() async throws {
        try await withWorkspace { workshop, base in
            try workshop.write("\(workshop.workspace)/a", "1")
            let first = try await workshop.publish(base: base)
            try await workshop.git("commit", "-q", "--amend", "-m", "Better words", in: workshop.workspace)
            let second = try await workshop.publish(base: base, lastPushed: first.commit)
            #expect(second.outcome == .pushed)
            #expect(try await workshop.git("rev-parse", Workshop.branch, in: workshop.upstream) == second.commit)
        }
    }

    @Test func `somebody else's commits are never overwritten`() async throws {
        try await withWorkspace { workshop, base in
            try workshop.write("\(workshop.workspace)/a", "1")
            let first = try await workshop.publish(base: base)
            try await workshop.git("fetch", "-q", workshop.upstream, Workshop.branch)
            try await workshop.git("checkout", "-q", "-b", "theirs", "FETCH_HEAD")
            try await workshop.commitUpstream(["theirs": "x"], branch: Workshop.branch)
            let theirs = try await workshop.git("rev-parse", "HEAD")
            try workshop.write("\(workshop.workspace)/b", "2")
            #expect(try await workshop.publish(base: base, lastPushed: first.commit).outcome == .diverged)
            try await workshop.git("commit", "-q", "--amend", "-m", "Rewritten", in: workshop.workspace)
            #expect(try await workshop.publish(base: base, lastPushed: first.commit).outcome == .diverged)
            #expect(try await workshop.git("rev-parse", Workshop.branch, in: workshop.upstream) == theirs)
        }
    }

    @Test(arguments: [
        ".github/workflows/ci.yml", ".github/workflows/deep/er.yml", ".GitHub/Workflows/ci.yml", ".gitlab-ci.yml",
        "Jenkinsfile", "a/b/Jenkinsfile",
    ])
    func `a protected path is not pushed`(path: String) async throws {
        try await withWorkspace { workshop, base in
            try workshop.write("\(workshop.workspace)/\(path)", "on: push\n")
            try workshop.write("\(workshop.workspace)/harmless", "x")
            let result = try await workshop.publish(base: base)
            #expect(result.outcome == .refusedProtectedPaths)
            #expect(result.protectedPaths == [path])
            #expect(try await workshop.git("branch", "--list", "airut/*", in: workshop.upstream) == "")
        }
    }

    @Test func `deleting, moving or hiding a protected folder counts as changing it`() async throws {
        try await withWorkshop { workshop in
            try await workshop.commitUpstream([".github/workflows/ci.yml": "on: push\n"])
            try await workshop.refresh()
            let base = try await workshop.makeWorkspace().commit
            try await workshop.git("mv", ".github/workflows", ".github/elsewhere", in: workshop.workspace)
            #expect(try await workshop.publish(base: base).protectedPaths == [".github/workflows/ci.yml"])
        }
        try await withWorkspace { workshop, base in
            try workshop.write("\(workshop.workspace)/hidden/workflows/ci.yml", "on: push\n")
            try await run(["/bin/ln", "-s", "hidden", ".github"], in: workshop.workspace)
            #expect(try await workshop.publish(base: base).protectedPaths == [".github"])
        }
    }

    @Test func `the default branch and invalid names are not pushed to`() async throws {
        try await withWorkspace { workshop, base in
            try workshop.write("\(workshop.workspace)/a", "1")
            for branch in ["main", "-x", "a..b", "HEAD"] {
                let response = try await workshop.publishResponse(base: base, branch: branch)
                guard case .failed = response else {
                    Issue.record("\(branch): \(response)")
                    continue
                }
            }
            #expect(try await workshop.git("rev-parse", "main", in: workshop.upstream) == base)
        }
    }

    @Test func `a remote that refuses says why`() async throws {
        try await withWorkspace { workshop, base in
            try workshop.write("\(workshop.workspace)/a", "1")
            let response = try await workshop.publishResponse(base: base, url: "\(workshop.folder)/nowhere.git")
            guard case .failed(let failure) = response else {
                Issue.record("\(response)")
                return
            }
            #expect(failure.kind == .notFound)
        }
    }

    @Test func `upstream changes merged by the agent are not counted as its own`() async throws {
        try await withWorkshop { workshop in
            try await workshop.git("checkout", "-q", "-b", "next")
            try await workshop.commitUpstream(["theirs": "x"], branch: "next")
            try await workshop.refresh()
            let base = try await workshop.makeWorkspace().commit
            try workshop.write("\(workshop.workspace)/mine", "1")
            let result = try await workshop.publish(base: base)
            #expect(result.changes.map(\.path) == ["mine"])
        }
    }

    @Test func `a folder that became something else is kept as it was, its neighbours are not`() async throws {
        try await withWorkshop { workshop in
            try await workshop.commitUpstream(["src-2/a": "1", "src.txt": "2", "src/more/b": "3", "srd": "4"])
            try await workshop.refresh()
            let base = try await workshop.makeWorkspace().commit
            try await run(
                ["/bin/sh", "-c", "rm -r src src-2 src.txt srd; mkfifo src"], in: workshop.workspace)
            let result = try await workshop.publish(base: base)
            #expect(result.changes.map(\.path) == ["src-2/a", "src.txt", "srd"])
            #expect(result.notes == ["src is neither file, folder nor link and was not committed"])
        }
    }

    @Test func `line ends are stored as the attributes say`() async throws {
        try await withWorkshop { workshop in
            try await workshop.commitUpstream([".gitattributes": "*.bat text eol=crlf\n", "go.bat": "a\nb\n"])
            try await workshop.refresh()
            let base = try await workshop.makeWorkspace().commit
            #expect(try await workshop.publish(base: base).outcome == .nothingToPublish)
            try workshop.write("\(workshop.workspace)/go.bat", "a\r\nb\r\nc\r\n")
            let result = try await workshop.publish(base: base)
            #expect(result.changes == [.init(path: "go.bat", addedLines: 1, deletedLines: 0)])
            #expect(
                try await workshop.git("show", "\(Workshop.branch):go.bat", in: workshop.upstream) == "a\nb\nc")
        }
    }

    @Test func `modes, links and names that are not text are committed as they are`() async throws {
        try await withWorkspace { workshop, base in
            let script =
                "chmod +x README.md; ln -s README.md link; rm -r src; echo file > src; printf x > \"$(printf 'caf\\351')\""
            try await run(["/bin/sh", "-c", script], in: workshop.workspace)
            #expect(try await workshop.publish(base: base).outcome == .pushed)
            let tree = try await workshop.git("ls-tree", "-r", Workshop.branch, in: workshop.upstream)
            let modes = tree.split(separator: "\n").map { $0.prefix(6) + " " + ($0.split(separator: "\t").last ?? "") }
            #expect(
                modes == ["100644 .gitignore", "100755 README.md", "100644 \"caf\\351\"", "120000 link", "100644 src"])
            #expect(try await workshop.git("status", "--porcelain", in: workshop.workspace) == "")
        }
    }
}
