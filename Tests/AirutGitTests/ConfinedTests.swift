import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

/// `airut-git` as it is run in earnest: through the built `airut-confine`, with nothing but the folders of one operation.
@Suite struct ConfinedTests {
    /// What every program and every connection needs.
    private static let system = [
        "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/dev/null", "/dev/urandom",
        "/proc/self", "/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf", "/etc/services",
        "/etc/passwd", "/etc/ssl",
    ]

    /// The folders of the Swift runtime, where it is not the system's.
    private static let libraries: Set<String> = {
        let handle = FileHandle(forReadingAtPath: "/proc/self/maps")
        let maps = String(decoding: (try? handle?.readToEnd()) ?? Data(), as: UTF8.self)
        return Set(
            maps.split(separator: "\n").compactMap { line in
                guard let path = line.firstIndex(of: "/"), line.hasSuffix(".so") else { return nil }
                return URL(fileURLWithPath: String(line[path...])).deletingLastPathComponent().path
            })
    }()

    /// Asks under confinement, and expects that nothing stays in the temporary folder.
    private func ask(
        _ workshop: Workshop, _ request: GitRequest, reading: [String], writing: [String]
    ) async throws -> GitResponse {
        let temporary = "\(workshop.folder)/temporary-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: false)
        var command = [
            "/usr/bin/env", "-i", "TMPDIR=\(temporary)", BuiltProgram.path("airut-confine"), "--network", "--files",
            "512",
        ]
        for path in Self.system + Self.libraries + reading { command += ["--read", path] }
        for path in writing + [temporary] { command += ["--write", path] }
        let bytes = ["--data-bytes", "\(4 << 30)", "--file-bytes", "\(16 << 30)", "--keep-file-capabilities"]
        let result = try await run(
            command + bytes + ["--", BuiltProgram.path("airut-git")], input: JSONEncoder().encode(request))
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == [])
        return try JSONDecoder().decode(GitResponse.self, from: result.output)
    }

    /// Fetches, makes a workspace and pushes from it.
    private func workThrough(_ workshop: Workshop, url: String, credential: GitCredential) async throws {
        let files = [credential.caFilePath, credential.sshKeyPath, credential.knownHostsPath].compactMap(\.self)
        let mirrors = "\(workshop.folder)/mirrors"
        let workspaces = "\(workshop.folder)/workspaces"
        for folder in [mirrors, workspaces] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        }
        let (mirror, workspace) = (mirrors + "/web", workspaces + "/web")
        for _ in 0..<2 {
            let fetched = try await ask(
                workshop, .refreshMirror(url: url, mirror: mirror, credential: credential), reading: files,
                writing: [mirrors])
            guard case .mirror = fetched else { throw TestFailure("\(fetched)") }
        }
        let made = try await ask(
            workshop, .createWorkspace(mirror: mirror, workspace: workspace, branch: Workshop.branch, url: url),
            reading: [mirror], writing: [workspaces])
        guard case .workspace(let state) = made else { throw TestFailure("\(made)") }
        try workshop.write("\(workspace)/work", "done\n")
        let request = GitPublishRequest(
            workspace: workspace, mirror: mirror, url: url, credential: credential, branch: Workshop.branch,
            base: state.commit, lastPushed: nil, commit: Workshop.commit, protectedPaths: Workshop.protectedPaths)
        let published = try await ask(
            workshop, .publish(request), reading: files + [mirror], writing: [workspace])
        guard case .publication(let publication) = published else {
            throw TestFailure("\(published)")
        }
        #expect(publication.outcome == .pushed)
        #expect(try await workshop.pushedPaths().contains("work"))
    }

    @Test func `small packs are put together`() async throws {
        try await withWorkshop { workshop in
            let mirrors = workshop.folder + "/mirrors"
            try FileManager.default.createDirectory(atPath: mirrors, withIntermediateDirectories: false)
            let workshop = Workshop(folder: workshop.folder, mirror: mirrors + "/mirror")
            let refresh = GitRequest.refreshMirror(url: workshop.url, mirror: workshop.mirror, credential: nil)
            for count in [12, 0] {
                let answer = try await ask(workshop, refresh, reading: [workshop.upstream], writing: [mirrors])
                guard case .mirror = answer else { throw TestFailure("\(answer)") }
                #expect(try workshop.packCount() == 1)
                try await workshop.addPacks(count, bytes: 10)
            }
            try await workshop.git("fsck", "--strict", in: workshop.mirror)
        }
    }

    @Test func `a private certificate authority is trusted`() async throws {
        try await HTTPSServer.serve { workshop, url in
            let credential = GitCredential(
                username: "x-access-token", token: "right", caFilePath: "\(workshop.folder)/ca.pem")
            try await workThrough(workshop, url: url, credential: credential)
        }
    }

    @Test(.enabled(if: SSHServer.isInstalled)) func `a server's key is known and ours is shown`() async throws {
        try await SSHServer.serve { workshop, url, port in
            let known = "\(workshop.folder)/known"
            try workshop.write(known, "[127.0.0.1]:\(port) \(try workshop.read("\(workshop.folder)/host.pub"))")
            let credential = GitCredential(
                username: "git", sshKeyPath: "\(workshop.folder)/user", knownHostsPath: known)
            try await workThrough(workshop, url: url, credential: credential)
        }
    }
}
