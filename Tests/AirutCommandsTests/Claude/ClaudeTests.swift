import AirutPolicy
import AirutStore
import AirutSupervisor
import AirutTestForge
import AirutTestSupport
import Foundation
import Testing

@testable import AirutCommands

/// Where the environment says that the executable is.
private let claudeBinary = ProcessInfo.processInfo.environment["CLAUDE_BINARY"]

/// The real Claude Code in the real sandbox, with a stand-in for the Messages API behind the proxy.
@Suite(.enabled(if: claudeBinary != nil, "CLAUDE_BINARY names the executable; make e2e-claude fetches it"))
struct ClaudeTests {
    private static let files = [
        ".airut/container/Dockerfile": HostImage.dockerfile,
        ".airut/airut.yaml": "container_env:\n  ANTHROPIC_API_KEY: !secret ANTHROPIC_API_KEY\n",
        NetworkAllowlist.defaultFile: """
        url_prefixes:
          - {host: api.anthropic.com, path: /v1/messages*, methods: [POST]}
          - {host: api.anthropic.com, path: /api/*, methods: [GET]}

        """,
    ]

    @Test func `from a mail to a pull request, and again in the same session`() async throws {
        let agent = try #require(claudeBinary)
        let blobs = [".airut/container/root.tar.gz": try await HostImage.root(for: agent)]
        try await MessagesServer.with { api in
            try await World.with(files: Self.files, blobs: blobs) { world in
                try await world.withServer({ api.configure($0, agent: agent) }) { server in
                    try await world.send(world.task("Please write plum into fruits.txt"))
                    let first = try #require(try await world.inbox(of: 2).last)
                    #expect(first.text.contains("I wrote it and committed the change."), "\(first.text)")
                    #expect(
                        first.text.contains("Opened pull request #1") && !first.text.contains("Blocked"),
                        "\(first.text)")
                    let session = try await self.session(server.store)
                    try await world.send(world.task("Now write cherry into fruits.txt", inReplyTo: first.messageID))
                    let second = try #require(try await world.inbox(of: 3).last)
                    #expect(second.text.contains("Updated pull request #1"), "\(second.text)")
                    #expect(try await self.session(server.store) == session)
                }
                try await checkWork(world)
                try checkKey(world, api)
            }
        }
    }

    @Test(arguments: geteuid() == 0 ? [false, true] : [false])
    func `the demonstration shows the real Claude Code, and that the key stays outside`(asUser: Bool) async throws {
        let agent = try #require(claudeBinary)
        try await MessagesServer.with { api in
            let key = ["ANTHROPIC_API_KEY": MessagesServer.key]
            let result = try await DemoProgram.run(asUser: asUser, environment: key) { readable in
                [
                    "--claude", "--claude-version", try readable(agent), "--anthropic-address", api.address,
                    "--anthropic-ca", try readable(api.authorities),
                ]
            }
            checkDemonstration(result)
            let requests = try api.requests().filter { $0.messages > 0 }
            #expect(requests.count >= 4 && requests.allSatisfy { $0.key == MessagesServer.key })
        }
    }

    private func checkDemonstration(_ result: CommandResult) {
        #expect(result.status == 0, "\(result.errorOutput)\(result.text)")
        for text in [
            "I wrote it and committed the change.", "+cherry", "+kiwi", "📎 fruits.txt", "Claude: Add kiwi",
            "Updated pull request #1", "Nobody was answered", "Only api.anthropic.com was reached",
            "None of these is the key",
        ] { #expect(result.text.contains(text), "the output says “\(text)”") }
        let standIns = result.text.split(separator: "\n").filter { $0.hasPrefix("  sk-ant-api03-") }
        #expect(Set(standIns).count == 2, "one for each run")
        #expect(!(result.text + result.errorOutput).contains(MessagesServer.key))
    }

    private func checkWork(_ world: World) async throws {
        let branch = try #require(await world.forge.pullRequests.first?.head)
        let diff = try await world.repository.diff(of: branch)
        #expect(diff.contains("+plum") && diff.contains("+cherry"))
        let log = try await world.repository.log(of: branch)
        #expect(log.contains("Write plum") && log.contains("Write cherry"))
    }

    private func checkKey(_ world: World, _ api: MessagesServer) throws {
        let requests = try api.requests().filter { $0.messages > 0 }
        #expect(requests.count >= 4, "each mail asked for a tool call, and went on with its result")
        #expect(requests.allSatisfy { $0.key == MessagesServer.key }, "the stand-in gets the real key")
        let longest = requests.map(\.messages).max() ?? 0
        #expect(longest >= 7, "the second mail goes on where the first one ended")
        let environment = try world.storedText("environment")
        #expect(environment.contains("ANTHROPIC_API_KEY=sk-ant-api03-"))
        #expect(!environment.contains(MessagesServer.key), "the container has a stand-in only")
    }

    private func session(_ store: Store) async throws -> String {
        let id = try #require(try await store.conversationIDs(World.fruits).first)
        return try #require(try await store.conversation(id)?.sessionID)
    }
}
