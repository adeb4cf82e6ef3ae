import AirutMail
import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestMail
import AirutTestSupport
import Foundation
import GRDB
import Testing

@testable import AirutCommands

/// A disk that fills changes when a message is answered, never whether, and damages nothing.
@Suite struct DiskTests {
    private static let diskBytes = 300 << 20
    private let repository = RepositoryID("fruits")!

    /// When the disk fills, as the next call of a helper that is just about to begin.
    struct Moment: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let gate: String
        let call: Int
        /// What the log says of it before there is room again.
        let sign: String
        /// Takes what the store keeps for outcomes, too.
        var takesReserve = false
        /// In the reply.
        var said = "Done."
    }

    /// In this order: the image is built for the first message only.
    static let moments = [
        Moment(testDescription: "image build", gate: "image", call: 2, sign: "write the image's files"),
        Moment(testDescription: "enqueue", gate: "reader", call: 1, sign: "cannot decide about mail"),
        Moment(testDescription: "mirror", gate: "git", call: 1, sign: "a run failed"),
        Moment(testDescription: "workspace clone", gate: "git", call: 3, sign: "a run failed"),
        Moment(testDescription: "inbox", gate: "reader", call: 2, sign: "a run failed"),
        Moment(
            testDescription: "publish", gate: "git", call: 4, sign: "publishing failed",
            said: "Nothing was pushed: the server's disk is full."),
        Moment(
            testDescription: "reply record", gate: "git", call: 4, sign: "cannot record a result", takesReserve: true,
            said: "Nothing was pushed: the server's disk is full."),
    ]

    @Test(.enabled(if: SmallDisk.isPossible, "only root can mount a small disk"))
    func `a disk that fills at any stage loses, doubles and damages nothing`() async throws {
        let disk = SharedDisk()
        let agent = AgentScript.doing("echo $$ > made.txt")
        try await World.with(agent: agent, fault: { disk.fillsAfterReply($0) }) { world in
            let gates = try Gates(world)
            try await SmallDisk.with(bytes: Self.diskBytes, at: world.folder.state) { small in
                try await world.withServer(
                    { $0.replacing("container:\n", with: "container:\n  command: \(gates.podman)\n") },
                    tools: gates.tools
                ) { server in
                    for (number, moment) in Self.moments.enumerated() {
                        // The mirror's turn needs something to fetch.
                        try await world.repository.commit("\(number)\n", to: "number.txt")
                        try await fill(small, at: moment, number, world, gates)
                    }
                    try await fillBeforeRun(small, world)
                    try await fillBeforeFetch(small, world, disk)
                    try await fillAfterSending(small, world, disk)
                    try await expectNothingIsLost(world, server, messages: Self.moments.count + 3)
                }
                try await expectNothingIsDamaged(world)
            }
        }
    }

    @Test(.enabled(if: SmallDisk.isPossible, "only root can mount a small disk"))
    func `an agent that fills the server's disk is stopped, and its sender is told although it stays full`()
        async throws
    {
        let agent = AgentScript.doing(
            "[ -e /storage/once ] || { touch /storage/once; cat /dev/zero > big; sleep 600; }")
        try await World.with(agent: agent) { world in
            try await SmallDisk.with(bytes: Self.diskBytes, at: world.folder.state) { disk in
                try await world.withServer { _ in
                    try await world.send(world.task("Write."))
                    let reply = try #require(try await world.inbox(of: 2).last)
                    #expect(reply.text.contains("the server's disk is nearly full"), "\(reply.text)")
                    let storage = try await world.storageOfOnlyConversation()
                    // Nobody has made room yet, so what comes now stays where it is safe. On a slow machine the agent was
                    // stopped before it was so full.
                    disk.fill(leaving: Self.diskBytes / 25)
                    try await world.send(world.task("Go on.", inReplyTo: reply.messageID))
                    let waits = try await eventually { world.log("cannot take more mail") > 0 }
                    #expect(waits)
                    unlink(storage + "/../workspace/big")
                    let answer = try #require(try await world.inbox(of: 3).last)
                    #expect(answer.text.contains("Done."), "\(answer.text)")
                }
                try await expectNothingIsDamaged(world)
            }
        }
    }

    private func fill(
        _ disk: SmallDisk, at moment: Moment, _ number: Int, _ world: World, _ gates: Gates
    ) async throws {
        try gates.hold(moment.gate, call: moment.call)
        var mail = world.task("Do \(number).")
        mail.attachment = ("list.csv", String(repeating: "kiwi\n", count: 10_000))
        let signs = world.log(moment.sign)
        try await world.send(mail)
        try await gates.reached(moment.gate, call: moment.call)
        if moment.takesReserve { truncate(world.folder.state + "/airut.sqlite-reserve", 0) }
        disk.fill()
        try gates.open(moment.gate, call: moment.call)
        let isSeen = try await eventually { world.log(moment.sign) > signs }
        #expect(isSeen, "\(moment): no “\(moment.sign)” in the log")
        disk.empty()
        let reply = try #require(try await world.inbox(of: 2 * number + 2).last)
        #expect(reply.text.contains(moment.said), "\(moment): \(reply.text)")
    }

    /// There is room for mail, and not enough for a run.
    private func fillBeforeRun(_ disk: SmallDisk, _ world: World) async throws {
        disk.fill(leaving: Self.diskBytes / 10)
        try await world.send(world.task("Wait in the queue."))
        let acknowledgement = try #require(try await world.inbox(of: 2 * Self.moments.count + 1).last)
        #expect(!acknowledgement.text.contains("Done."))
        let isSeen = try await eventually { world.log("cannot begin a run") > 0 }
        #expect(isSeen)
        disk.empty()
        _ = try await world.inbox(of: 2 * Self.moments.count + 2)
    }

    private func fillBeforeFetch(_ disk: SmallDisk, _ world: World, _ shared: SharedDisk) async throws {
        disk.fill(leaving: Self.diskBytes / 25)
        try await world.send(world.task("Wait in the mailbox."))
        // Several tries: it is not the message that is difficult.
        let logins = shared.logins
        let isSeen = try await eventually { shared.logins > logins + 4 && world.log("cannot take more mail") > 0 }
        #expect(isSeen)
        #expect(world.mail.messages(of: DemoAddresses.airut).count == 1, "it is safe in its mailbox")
        disk.empty()
        _ = try await world.inbox(of: 2 * Self.moments.count + 4)
    }

    /// The server has taken the reply, and that cannot be recorded.
    private func fillAfterSending(_ disk: SmallDisk, _ world: World, _ shared: SharedDisk) async throws {
        let signs = world.log("cannot record a result")
        shared.arm(disk, after: 2, reserve: world.folder.state + "/airut.sqlite-reserve")
        try await world.send(world.task("Be sent once."))
        let isSeen = try await eventually { world.log("cannot record a result") > signs }
        #expect(isSeen)
        shared.disarm()
        disk.empty()
        _ = try await world.inbox(of: 2 * Self.moments.count + 6)
    }

    private func expectNothingIsLost(_ world: World, _ server: Server, messages count: Int) async throws {
        let isDone = try await eventually {
            try await server.store.outgoing(repository, state: .sent).count == 2 * count
        }
        #expect(isDone)
        #expect(try await server.store.messages(repository, state: .answered).count == count)
        #expect(world.mail.messages(of: DemoAddresses.airut).isEmpty)
        // Not even a copy of the same mail.
        let mails = world.mail.messages(of: DemoAddresses.alice).map { MailText($0.bytes) }
        #expect(mails.count == 2 * count)
        let answered = Dictionary(grouping: mails.compactMap { $0.field("In-Reply-To") }) { $0 }
        #expect(answered.count == count && answered.values.allSatisfy { $0.count == 2 })
    }

    private func expectNothingIsDamaged(_ world: World) async throws {
        let verdict = try await world.database().read {
            try String.fetchOne($0, sql: "PRAGMA integrity_check")
        }
        #expect(verdict == "ok")
        let mirror = world.folder.state + "/repos/fruits/mirror.git"
        try await run(["git", "-C", mirror, "fsck", "--full", "--strict"])
        let packs = try FileManager.default.contentsOfDirectory(atPath: mirror + "/objects/pack")
        #expect(packs.allSatisfy { $0.hasSuffix(".pack") || $0.hasSuffix(".idx") }, "\(packs)")
    }
}

/// A disk that fills while the mail server answers.
private final class SharedDisk: Sendable {
    private let state = Locked<(disk: SmallDisk, rest: Int, reserve: String)?>(nil)

    private let count = Locked(0)

    /// How often somebody logged in to the mailbox.
    var logins: Int { count.withLock { $0 } }

    /// - Parameter count: mails until then.
    func arm(_ disk: SmallDisk, after count: Int, reserve: String) {
        state.withLock { $0 = (disk, count, reserve) }
    }

    func disarm() { state.withLock { $0 = nil } }

    func fillsAfterReply(_ line: TestMailLine) -> TestMailFault? {
        if line.service == .imap, ["LOGIN", "AUTHENTICATE"].contains(line.verb) { count.withLock { $0 += 1 } }
        guard line.service == .smtp, line.verb == ".", line.text == "." else { return nil }
        state.withLock { state in
            guard let (disk, rest, reserve) = state else { return }
            // The first is Alice's own.
            state = (disk, rest - 1, reserve)
            guard rest == 0 else { return }
            truncate(reserve, 0)
            disk.fill()
        }
        return nil
    }
}

extension World {
    /// How often a text is in the server's log.
    func log(_ text: String) -> Int {
        ((try? String(contentsOfFile: folder.log, encoding: .utf8)) ?? "").components(separatedBy: text).count - 1
    }
}
