import AirutModel
import AirutTestForge
import AirutTestMail
import AirutTestSupport
import Foundation

/// What one server needs to be measured: mailboxes, a forge, repositories, Podman.
struct BenchWorld: Sendable {
    let folder: BenchFolder
    let mail: TestMailServer
    let sites: [BenchSite]
    let idle: IdleCounter
    let forgeURL: String

    static func with(
        repositories: Int, in folder: BenchFolder, _ body: @Sendable (BenchWorld) async throws -> Void
    ) async throws {
        let idle = IdleCounter()
        let sites = (1...repositories).map { BenchSite(number: $0) }
        let alice = TestMailAccount(address: BenchSite.alice, password: BenchSite.password)
        let configuration = TestMailConfiguration(accounts: [alice] + sites.map(\.account)) { line in
            idle.see(line)
            return nil
        }
        // Each branch counts as one with commits of its own: asking git would take the processor that is measured.
        let forge = TestForge(repository: "bench/bench", token: Secret(BenchSite.forgeToken)) { $0 }
        try await withMailServer(configuration) { mail in
            try await withTestForge(forge) { _, url in
                try await body(BenchWorld(folder: folder, mail: mail, sites: sites, idle: idle, forgeURL: url))
            }
        }
    }

    /// Runs a server on a state directory of that name while `body` runs; it watches all mailboxes by then.
    ///
    /// - Parameter accounted: Podman's processor time is noted; that makes it a little slower.
    func withServer(
        state: String, accounted: Bool = false, slots: Int = 4, _ body: (BenchServer) async throws -> Void
    ) async throws {
        let path = try await writeConfiguration(state: state, accounted: accounted, slots: slots)
        idle.reset()
        let server = try BenchServer(configuration: path, logPath: "\(folder.path)/\(state).log")
        do {
            try await watched(by: server)
            try await body(server)
        } catch {
            try await server.stop()
            throw BenchFailure(description: "\(error)\n\(server.log.suffix(4000))")
        }
        try await server.stop()
    }

    func writeConfiguration(state: String, accounted: Bool = false, slots: Int = 4) async throws -> String {
        let path = "\(folder.path)/\(state).yaml"
        let publish =
            "      mode: pull_request\n      repository: bench/bench\n      api_url: \(forgeURL)\n      token: !env FORGE_TOKEN"
        var text = """
            config_version: 5
            state_directory: \(folder.path)/\(state)
            execution:
              max_concurrent: \(slots)
              shutdown_timeout: 20
            container:
              command: \(accounted ? folder.accountedPodman : folder.podman)
              build_network: none
              allow_unlimited: true\(Self.runtime)
            repos:

            """
        for site in sites {
            // Each has its own, so that what they fetch does not wait for each other.
            let remote = "\(folder.path)/remotes/\(site.name).git"
            if !FileManager.default.fileExists(atPath: remote) {
                try await run(["mkdir", "-p", folder.path + "/remotes"])
                try await run(["cp", "-a", folder.remote, remote])
            }
            text += site.configuration(remote: remote, agent: BenchFolder.agent, mail: mail, publish: publish)
        }
        try folder.write(text, to: path)
        return path
    }

    /// On machines with both generations of cgroups, Podman's default runtime refuses to run.
    private static var runtime: String {
        let isHybrid = ["unified", "memory"].contains { FileManager.default.fileExists(atPath: "/sys/fs/cgroup/\($0)") }
        return isHybrid ? "\n  runtime: runc" : ""
    }

    private func watched(by server: BenchServer) async throws {
        let end = ContinuousClock.now + .seconds(120)
        while idle.value < sites.count {
            guard server.isRunning, ContinuousClock.now < end else {
                throw BenchFailure(description: "only \(idle.value) of \(sites.count) mailboxes are watched")
            }
            try await Task.sleep(for: .microseconds(500))
        }
    }

    /// - Returns: when the mail could be seen in its mailbox.
    @discardableResult
    func deliver(_ identifier: String, to site: BenchSite, text: String = "", inReplyTo parent: String? = nil) -> Double
    {
        let bytes = site.mail(identifier, text: text, inReplyTo: parent, host: mail.configuration.hostName)
        let now = Date().timeIntervalSinceReferenceDate
        mail.append(bytes, to: site.address)
        return now
    }

    func reply(to identifier: String) async throws -> BenchReply {
        var inbox = BenchInbox(mail)
        let end = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < end {
            inbox.update()
            if let reply = inbox.replies["\(identifier)@airut.test"] { return reply }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw BenchFailure(description: "no answer to \(identifier)")
    }
}
