import AirutPolicy
import AirutTestSupport
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(15))) struct StreamingTests {
    private static let host = "Host: \(World.host)\r\n"

    @Test func `an event stream arrives event by event`() async throws {
        let script: Script = { peer, _ in
            _ = try await peer.head()
            try await peer.send(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
            for number in 1...3 {
                let event = "data: \(number)\n\n"
                try await peer.send("\(String(event.utf8.count, radix: 16))\r\n\(event)\r\n")
                // The next event only comes once the client has this one.
                guard try await peer.text(to: "x") != nil else { return }
            }
            try await peer.send("0\r\n\r\n")
        }
        try await withWorld(script: script) { world in
            try await world.open { peer in
                try await peer.send("POST / HTTP/1.1\r\n\(StreamingTests.host)Content-Length: 3\r\n\r\n")
                #expect(try await peer.head()?.hasPrefix("HTTP/1.1 200") == true)
                for number in 1...3 {
                    #expect(try await peer.text(to: "data: \(number)\n\n\r\n") != nil)
                    try await peer.send("x")
                }
                #expect(try await peer.text(to: "0\r\n\r\n") == "0\r\n\r\n")
            }
        }
    }

    @Test func `a large body in each direction leaves memory flat`() async throws {
        let size = 200 << 20
        let script: Script = { peer, _ in
            guard let head = try await peer.head() else { return }
            if head.hasPrefix("POST") { try await peer.skip(size) }
            try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(head.hasPrefix("POST") ? 0 : size)\r\n\r\n")
            guard head.hasPrefix("GET") else { return }
            let part = [UInt8](repeating: 0x61, count: 1 << 20)
            for _ in 0..<(size >> 20) { try await peer.send(part) }
            _ = try await peer.head()
        }
        try await withWorld(script: script) { world in
            let before = try residentKilobytes(world.program.process)
            try await world.open { peer in
                try await peer.send("POST / HTTP/1.1\r\n\(StreamingTests.host)Content-Length: \(size)\r\n\r\n")
                let part = [UInt8](repeating: 0x61, count: 1 << 20)
                for _ in 0..<(size >> 20) { try await peer.send(part) }
                let status = try await peer.response().status
                #expect(status == 200)
            }
            try await world.open { peer in
                try await peer.send("GET / HTTP/1.1\r\n\(StreamingTests.host)\r\n")
                #expect(try await peer.head()?.contains("Content-Length: \(size)") == true)
                try await peer.skip(size)
            }
            let verdicts = try await world.requestVerdicts(2)
            #expect(verdicts.map(\.requestBytes) == [size, 0])
            #expect(verdicts.map(\.responseBytes) == [0, size])
            #expect(try residentKilobytes(world.program.process, peak: true) - before < 20_000)
        }
    }

    @Test func `a client that does not read holds the server back`() async throws {
        let sent = Counter()
        let script: Script = { peer, _ in
            _ = try await peer.head()
            try await peer.send("HTTP/1.1 200 OK\r\n\r\n")
            let part = [UInt8](repeating: 0x61, count: 1 << 20)
            for _ in 0..<1000 {
                try await peer.sendInTurn(part)
                sent.increment()
            }
        }
        try await withWorld(script: script) { world in
            try await world.open { peer in
                try await peer.send("GET / HTTP/1.1\r\n\(StreamingTests.host)\r\n")
                // The kernel's buffers of both connections take tens of megabytes, we next to nothing.
                let before = try residentKilobytes(world.program.process)
                var last = -1
                let rests = try await eventually {
                    try await Task.sleep(for: .milliseconds(200))
                    defer { last = sent.value }
                    return sent.value > 0 && sent.value == last
                }
                #expect(rests)
                #expect(sent.value < 1000)
                #expect(try residentKilobytes(world.program.process) - before < 20_000)
            }
        }
    }

    @Test func `a client that waits for 100 Continue gets it once the request is allowed`() async throws {
        try await withWorld { world in
            try await world.open { peer in
                try await peer.send(
                    "POST / HTTP/1.1\r\n\(StreamingTests.host)Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
                #expect(try await peer.head() == "HTTP/1.1 100 Continue\r\n\r\n")
                try await peer.send("hi")
                let status = try await peer.response().status
                #expect(status == 200)
            }
            #expect(world.received.heads.first?.contains("Expect") == false)
        }
    }

    @Test func `a blocked upload is answered although nobody reads it`() async throws {
        try await withWorld(change: { $0.allowlist = NetworkAllowlist(rules: []) }) { world in
            let answer = try await world.open { peer in
                try await peer.send("POST / HTTP/1.1\r\n\(StreamingTests.host)Content-Length: 5000000\r\n\r\n")
                // The connection may be half closed before that.
                try? await peer.send([UInt8](repeating: 0, count: 300_000))
                return try await peer.response()
            }
            #expect(answer.status == 403)
            #expect(answer["connection"] == "close")
        }
    }

    @Test func `a server that answers before it has read the body is heard`() async throws {
        let script: Script = { peer, _ in
            _ = try await peer.head()
            try await peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 4\r\n\r\nnope")
            _ = try await peer.textToEnd()
        }
        try await withWorld(script: script) { world in
            let answer = try await world.open { peer in
                try await peer.send("POST / HTTP/1.1\r\n\(StreamingTests.host)Content-Length: 5000000\r\n\r\nabc")
                return try await peer.response()
            }
            #expect(answer.status == 413)
            #expect(answer.body == "nope")
        }
    }
}

/// Memory a process holds, or held at most.
private func residentKilobytes(_ process: Int32, peak: Bool = false) throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let line = text.split(separator: "\n").first { $0.hasPrefix(peak ? "VmHWM:" : "VmRSS:") }
    return try #require(line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) })
}
