import AirutTestMail
import AirutTestSupport
import Foundation
import Testing

@testable import AirutCommands

/// A large mail costs a few times its size while it passes, and nothing afterwards.
@Suite struct MemoryTests {
    private static let contentBytes = 33 << 20

    @Test func `the largest mail passes with a few times its size in memory`() async throws {
        let agent = AgentScript.doing("wc -c < /inbox/large.bin > /outbox/size.txt")
        try await World.with(agent: agent) { world in
            let server = try ServerProgram(world) {
                $0.replacing("      auth:\n", with: "      maximum_message_size: 50M\n      auth:\n")
            }
            try await server.log(contains: "watching the mailbox")
            let before = try memory(of: world)
            let mail = Self.mail
            world.mail.append(mail, to: DemoAddresses.airut)
            let reply = try #require(try await world.inbox(of: 2).last)
            #expect(reply.fileNames == ["size.txt"])
            let after = try memory(of: world)
            let times = Double(after.peak - before.now) / Double(mail.count)
            print(
                "a mail of \(mail.count >> 20) MiB: the server's peak \(after.peak >> 20) MiB, before \(before.now >> 20) MiB,"
                    + " afterwards \(after.now >> 20) MiB")
            #expect(times < 7, "\(times) times the mail's size")
            #expect(after.now - before.now < mail.count, "it is given back")
            server.signal(SIGTERM)
            _ = try await server.status()
        }
    }

    private static var mail: [UInt8] {
        let block = Data((0..<65_536).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
        var content = Data(capacity: contentBytes)
        while content.count < contentBytes { content.append(block) }
        let header = """
            Authentication-Results: mail.airut.test; dmarc=pass header.from=airut.test
            From: \(DemoAddresses.alice)
            To: \(DemoAddresses.airut)
            Subject: Large
            Message-ID: <large@airut.test>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="=_large"

            --=_large
            Content-Type: text/plain

            Have a look.
            --=_large
            Content-Type: application/octet-stream
            Content-Disposition: attachment; filename="large.bin"
            Content-Transfer-Encoding: base64


            """
        let lines = content.base64EncodedData(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
        return Array(header.replacing("\n", with: "\r\n").utf8) + [UInt8](lines) + Array("\r\n--=_large--\r\n".utf8)
    }

    /// Resident bytes of the world's server now, and the most there ever were.
    private func memory(of world: World) throws -> (now: Int, peak: Int) {
        for pid in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(pid) != nil {
            let arguments = ((try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? "").split(
                separator: "\0")
            guard arguments.dropFirst() == ["serve", "--config", world.folder.configuration[...]],
                let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
            else { continue }
            func bytes(_ field: String) -> Int {
                let line = status.split(separator: "\n").first { $0.hasPrefix(field + ":") } ?? ""
                return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
            }
            return (bytes("VmRSS"), bytes("VmHWM"))
        }
        throw DemoError(action: "measure the server", reason: "it does not run")
    }
}
