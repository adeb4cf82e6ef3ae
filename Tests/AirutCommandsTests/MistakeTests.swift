import AirutMail
import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestMail
import AirutTestSupport
import AirutWorker
import Foundation
import Testing

@testable import AirutCommands

/// What is wrong in a repository or on the server becomes a sentence in the sender's mail, and nothing is lost.
@Suite struct MistakeTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var files: [String: String?] = [:]
        var change: @Sendable (String, World) -> String = { text, _ in text }
        /// What the mail says.
        let said: String
    }

    static let mistakes = [
        Mistake(
            testDescription: "no Dockerfile", files: [".airut/container/Dockerfile": nil],
            said: "has no `.airut/container/Dockerfile`"),
        Mistake(
            testDescription: "an image that does not build",
            files: [".airut/container/Dockerfile": "FROM scratch\nCOPY missing /\n"],
            said: "container image could not be built"),
        Mistake(
            testDescription: "mistakes in the repository's configuration",
            files: [".airut/airut.yaml": "defualt_model: opus\ntimeout: soon\n"],
            said: ".airut/airut.yaml:1:1: defualt_model:"),
        Mistake(
            testDescription: "no allowlist", files: [".airut/network-allowlist.yaml": nil],
            said: "has no `.airut/network-allowlist.yaml`"),
        Mistake(
            testDescription: "a mistake in the allowlist",
            files: [".airut/network-allowlist.yaml": "domains: []\nurl_prefixes:\n  - host: [x]\n"],
            said: ".airut/network-allowlist.yaml:3:11: url_prefixes"),
        Mistake(
            testDescription: "a secret the server does not offer",
            files: [".airut/airut.yaml": "container_env:\n  TOKEN: !secret TOKEN\n"],
            said: "needs a secret named `TOKEN`"),
        Mistake(
            testDescription: "a repository that does not exist",
            change: { text, world in text.replacing(world.folder.remote, with: world.folder.path + "/nowhere.git") },
            said: "The repository could not be read"),
        Mistake(
            testDescription: "no Podman",
            change: { text, _ in
                text.replacing("  allow_unlimited", with: "  command: /nonexistent/podman\n  allow_unlimited")
            },
            said: "Something went wrong on the server"),
    ]

    @Test(arguments: mistakes) func `is told to the sender`(_ mistake: Mistake) async throws {
        try await World.with(files: mistake.files) { world in
            try await world.withServer({ mistake.change($0, world) }) { server in
                try await world.send(world.task("Try."))
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains(mistake.said), "\(reply.text)")
                #expect(!reply.text.contains(world.folder.state), "no paths of the server")
                let repository = try #require(RepositoryID("fruits"))
                #expect(try await server.store.messages(repository, state: .answered).count == 1)
            }
        }
    }

    @Test func `a mail that kills the reader is tried twice, then set aside with its bytes`() async throws {
        try await World.with { world in
            let tools = world.folder.path + "/tools"
            try FileManager.default.createDirectory(atPath: tools, withIntermediateDirectories: true)
            for name in ["airut-confine", "airut-git", "airut-init"] {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(tools)/\(name)", withDestinationPath: BuiltProgram.path(name))
            }
            // A reader that ends without an answer, whatever it is given.
            try FileManager.default.copyItem(atPath: "/bin/false", toPath: tools + "/airut-reader")
            try await world.withServer(tools: ToolFolder(path: tools)) { server in
                try await world.send(world.task("Crash."))
                let repository = try #require(RepositoryID("fruits"))
                for await _ in server.store.changes(in: [.messages]) {
                    guard let message = try await server.store.messages(repository, state: .quarantined).first else {
                        continue
                    }
                    #expect(message.readerCrashes == 2)
                    #expect(try await server.store.rawMessage(message.id)?.isEmpty == false)
                    break
                }
                #expect(world.mail.messages(of: DemoAddresses.alice).isEmpty)
            }
        }
    }
}
