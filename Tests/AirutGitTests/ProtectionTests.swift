import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

/// Ways to get a protected path changed on the server without changing it since the merge base.
@Suite struct ProtectionTests {
    private static let workflow = ".github/workflows/ci.yml"

    /// Upstream has had a weak workflow, tagged `weak`, and mended it; the workspace begins after that.
    private func withMendedWorkflow(_ body: (Workshop, _ base: String) async throws -> Void) async throws {
        try await withWorkshop { workshop in
            try await workshop.commitUpstream([Self.workflow: "weak\n"])
            try await workshop.git("tag", "weak")
            try await workshop.git("push", "-q", workshop.upstream, "weak")
            try await workshop.commitUpstream([Self.workflow: "strong\n"])
            try await workshop.refresh()
            try await body(workshop, try await workshop.makeWorkspace().commit)
        }
    }

    private func shell(_ workshop: Workshop, _ script: String) async throws {
        try await run(["/bin/sh", "-ec", script], in: workshop.workspace)
    }

    private func expectRefusal(
        _ workshop: Workshop, base: String, _ paths: [String] = [Self.workflow], lastPushed: String? = nil
    ) async throws {
        let before = try await workshop.git("for-each-ref", in: workshop.upstream)
        let result = try await workshop.publish(base: base, lastPushed: lastPushed)
        #expect(result.outcome == .refusedProtectedPaths)
        #expect(result.protectedPaths == paths)
        #expect(try await workshop.git("for-each-ref", in: workshop.upstream) == before)
    }

    @Test(arguments: [
        "git checkout -q -B airut/c0ffee weak; echo x > work",
        "git checkout -q weak; echo x > work; git add work; git commit -qm work",
        "git checkout -q --orphan new; git rm -qrf .; mkdir -p .github/workflows; echo weak > .github/workflows/ci.yml; git add -A; git commit -qm x",
        "git merge -q -s ours weak; git checkout -q weak -- .github; git commit -qm back",
    ])
    func `an old version does not come back`(script: String) async throws {
        try await withMendedWorkflow { workshop, base in
            try await shell(workshop, script)
            try await expectRefusal(workshop, base: base)
        }
    }

    @Test func `nor does it by going back on a branch that was pushed`() async throws {
        try await withMendedWorkflow { workshop, base in
            try await shell(workshop, "echo x > work")
            let first = try await workshop.publish(base: base)
            try await shell(workshop, "git reset -q --hard weak")
            try await expectRefusal(workshop, base: base, lastPushed: first.commit)
        }
    }

    @Test(arguments: [
        "echo evil > .github/workflows/ci.yml; git commit -qam evil; git revert --no-edit HEAD",
        "echo evil > .github/workflows/ci.yml; git commit -qam evil; git reset -q --hard HEAD~; git merge -q -s ours HEAD@{1}",
        "git rm -q .github/workflows/ci.yml; git commit -qm gone; git revert --no-edit HEAD",
        "git checkout -q weak; git commit -q --allow-empty -m weak; git checkout -q -; git merge -q -s ours -m m HEAD@{1}",
    ])
    func `a commit on the way counts, too`(script: String) async throws {
        try await withMendedWorkflow { workshop, base in
            try await shell(workshop, script + "; echo x > work")
            try await expectRefusal(workshop, base: base)
        }
    }

    @Test func `every path of a commit on the way is told, each once`() async throws {
        try await withMendedWorkflow { workshop, base in
            try await shell(
                workshop,
                """
                for n in 1 2 3; do echo $n > .gitlab-ci.yml; git add -A; git commit -qm $n; done
                echo x > Jenkinsfile; git rm -q .gitlab-ci.yml; git add -A; git commit -qm 4; git rm -q Jenkinsfile; git commit -qm 5; echo x > work
                """)
            try await expectRefusal(workshop, base: base, [".gitlab-ci.yml", "Jenkinsfile"])
        }
    }

    @Test func `what the default branch has now may be taken over`() async throws {
        try await withMendedWorkflow { workshop, base in
            try await workshop.commitUpstream([Self.workflow: "stronger\n", "theirs": "x"])
            try await workshop.refresh()
            try await shell(
                workshop, "echo x > work; git add -A; git commit -qm work; git pull -q --no-rebase \(workshop.url) main"
            )
            let result = try await workshop.publish(base: base)
            #expect(result.outcome == .pushed, "\(result)")
        }
    }

    @Test func `commits the server has are not new, and neither are those that were pushed`() async throws {
        try await withMendedWorkflow { workshop, base in
            try await workshop.git("checkout", "-qb", "topic")
            try await workshop.commitUpstream([Self.workflow: "other\n"], branch: "topic")
            try await workshop.commitUpstream([Self.workflow: "strong\n"], branch: "topic")
            try await workshop.refresh()
            try await shell(
                workshop, "git fetch -q \(workshop.url) topic; git merge -q --no-edit FETCH_HEAD; echo x > a")
            let first = try await workshop.publish(base: base)
            #expect(first.outcome == .pushed, "\(first)")
            try await shell(workshop, "echo x > b")
            #expect(try await workshop.publish(base: base, lastPushed: first.commit).outcome == .pushed)
        }
    }
}
