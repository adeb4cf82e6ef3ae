import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@Suite struct MirrorKillTests {
    private static let kills = 30

    @Test(.timeLimit(.minutes(5)))
    func `a refresh that is killed at any moment leaves a mirror that can be read, and the next leaves nothing of it`()
        async throws
    {
        let seed = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999)
        print("MirrorKillTests: SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        try await withWorkshop { workshop in
            try await workshop.refresh()
            try await workshop.addPacks(12, bytes: 2000)
            try await run(["cp", "-r", "objects/pack", workshop.folder + "/packs"], in: workshop.mirror)
            var whole: Duration = .milliseconds(100)
            var killed = 0
            for number in 0..<Self.kills {
                try await run(["sh", "-c", "cp -fn \(workshop.folder)/packs/* objects/pack"], in: workshop.mirror)
                // From here on not all packs are small.
                if number == Self.kills / 2 {
                    try await run(["/bin/sh", "-c", "head -c 9000000 /dev/urandom > noise"], in: workshop.seed)
                }
                try await workshop.commitUpstream(["file": "\(number)"], branch: "topic/\(number)")
                let time = whole * Double.random(in: 0.01..<1.1, using: &generator)
                if let survived = try await refresh(workshop, killedAfter: time) {
                    whole = survived
                } else {
                    killed += 1
                }
                let answer = try await workshop.ask(
                    .readTree(mirror: workshop.mirror, path: "src", maximumBytes: 1000))
                guard case .tree = answer else { throw TestFailure("after \(number), SEED=\(seed): \(answer)") }
            }
            #expect(killed >= Self.kills / 4)
            try await workshop.refresh()
            #expect(try await workshop.isFaithful(), "SEED=\(seed)")
            try await workshop.git("fsck", "--strict", in: workshop.mirror)
            #expect(try await workshop.leftovers().isEmpty, "SEED=\(seed)")
            let files = try workshop.packFiles()
            #expect(files.count { $0.hasSuffix(".pack") } == files.count { $0.hasSuffix(".idx") }, "SEED=\(seed)")
            let locks = try await run(["find", ".", "-name", "*.lock"], in: workshop.mirror)
            #expect(locks.text == "")
        }
    }

    /// - Returns: how long it took; `nil` when it was killed.
    private func refresh(_ workshop: Workshop, killedAfter time: Duration) async throws -> Duration? {
        let request = GitRequest.refreshMirror(url: workshop.url, mirror: workshop.mirror, credential: nil)
        let begin = ContinuousClock.now
        let result = try await run(
            ["timeout", "-s", "KILL", "\(time / .seconds(1))", BuiltProgram.path("airut-git")],
            input: JSONEncoder().encode(request), mayFail: true)
        return result.status == 137 ? nil : ContinuousClock.now - begin
    }
}
