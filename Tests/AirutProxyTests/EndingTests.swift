import AirutPolicy
import AirutTestSupport
import FoundationEssentials
import Testing

/// Connections end at any moment, on either side; what is left of them must be nothing.
@Suite(.timeLimit(.minutes(15))) struct EndingTests {
    private static let request = "POST / HTTP/1.1\r\nHost: \(World.host)\r\nContent-Length: 10\r\n\r\n0123456789"

    /// Open descriptors of the proxy.
    private static func descriptors(_ world: World) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(world.program.process)/fd").count
    }

    /// Closes while the answer is on its way.
    private static func leaveInTheMiddle(_ world: World) async throws {
        try await world.open { peer in
            try await peer.send(request)
            _ = try await peer.text(to: "hello")
        }
    }

    @Test func `clients that go away at any moment leave nothing behind`() async throws {
        let script: Script = { peer, _ in
            while try await peer.head() != nil {
                try await peer.skip(10)
                try await peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
                // The rest only comes when the client is gone, or says more.
                guard try await peer.text(to: "more") != nil else { return }
                try await peer.send("0\r\n\r\n")
            }
        }
        try await withWorld(script: script) { world in
            // What is made once, at the first request.
            try await EndingTests.leaveInTheMiddle(world)
            _ = try await world.requestVerdicts(1)
            let before = try EndingTests.descriptors(world)
            for length in stride(from: 0, through: EndingTests.request.utf8.count, by: 5) {
                try await world.open { try await $0.send(String(EndingTests.request.prefix(length))) }
            }
            for _ in 0..<5 {
                try await EndingTests.leaveInTheMiddle(world)
            }
            let isClean = try await eventually { try EndingTests.descriptors(world) <= before }
            #expect(isClean)
            let verdicts = try await world.requestVerdicts(6)
            #expect(verdicts.allSatisfy { $0.decision == .failed && $0.reason?.contains("client") == true })
        }
    }

    @Test func `many connections at once are served each`() async throws {
        try await withWorld { world in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<24 {
                    group.addTask {
                        try await world.open { peer in
                            var answered = 0
                            for _ in 0..<10 {
                                try await peer.send(EndingTests.request)
                                answered += try await peer.response().status / 100
                            }
                            return answered
                        }
                    }
                }
                for try await answered in group { #expect(answered == 20) }
            }
            #expect(world.received.connections == 24)
            let verdicts = try await world.requestVerdicts(240)
            #expect(verdicts.count == 240)
        }
    }
}
