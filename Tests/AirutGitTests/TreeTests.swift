import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@Suite struct TreeTests {
    private func tree(_ workshop: Workshop, _ path: String, maximumBytes: Int = 1 << 20) async throws -> GitResponse {
        try await workshop.ask(.readTree(mirror: workshop.mirror, path: path, maximumBytes: maximumBytes))
    }

    @Test func `files come with their bytes and modes; links and submodules are noted`() async throws {
        try await withWorkshop { workshop in
            let container = "\(workshop.seed)/.airut/container"
            try workshop.write("\(container)/Dockerfile", "FROM scratch\n")
            try workshop.write("\(container)/bin/run.sh", "#!/bin/sh\n")
            try Data([0, 255, 10]).write(to: URL(fileURLWithPath: "\(container)/data"))
            try await run(["/bin/sh", "-c", "chmod +x bin/run.sh; ln -s /etc/passwd link"], in: container)
            try await workshop.git(
                "update-index", "--add", "--cacheinfo",
                "160000,\(String(repeating: "1", count: 40)),.airut/container/module")
            try await workshop.git(
                "add", ".airut/container/Dockerfile", ".airut/container/bin", ".airut/container/data",
                ".airut/container/link")
            try await workshop.git("commit", "-qm", "Container")
            try await workshop.git("push", "-q", workshop.upstream, "main")
            let state = try await workshop.refresh()
            guard case .tree(let tree) = try await tree(workshop, ".airut/container") else {
                Issue.record("no tree")
                return
            }
            #expect(tree.commit == state.commit)
            #expect(tree.files.map(\.path) == ["Dockerfile", "bin/run.sh", "data"])
            #expect(tree.files.map(\.isExecutable) == [false, true, false])
            #expect(Data(base64Encoded: tree.files[2].content) == Data([0, 255, 10]))
            #expect(tree.notes.count == 2)
        }
    }

    @Test func `a path that does not exist has no files`() async throws {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            guard case .tree(let tree) = try await tree(workshop, ".airut/none") else {
                Issue.record("no tree")
                return
            }
            #expect(tree.files.isEmpty && tree.notes.isEmpty)
        }
    }

    @Test func `a single file is found by its path`() async throws {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            guard case .tree(let tree) = try await tree(workshop, "src/app.txt") else {
                Issue.record("no tree")
                return
            }
            #expect(tree.files.map(\.path) == ["app.txt"])
        }
    }

    @Test func `too many bytes are a failure that says so`() async throws {
        try await withWorkshop { workshop in
            try await workshop.refresh()
            guard case .failed(let failure) = try await tree(workshop, "", maximumBytes: 10) else {
                Issue.record("not refused")
                return
            }
            #expect(failure.description.contains("more than 10 bytes"))
            #expect(failure.kind == .unusable)
        }
    }
}
