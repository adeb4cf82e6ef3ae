import AirutModel
import NIOCore
import NIOPosix
import NIOSSL

/// What a server received.
final class Received: Sendable {
    private let state = Locked<(heads: [String], connections: Int)>(([], 0))

    var heads: [String] { state.withLock { $0.heads } }
    var connections: Int { state.withLock { $0.connections } }

    func add(_ head: String) { state.withLock { $0.heads.append(head) } }
    func addConnection() { state.withLock { $0.connections += 1 } }
}

typealias Script = @Sendable (inout Peer, Received) async throws -> Void

/// Runs a server on the loopback interface that treats each connection as `script` says, TLS for these names or none.
func withTestServer<Result: Sendable>(
    tlsFor names: [String]?, script: @escaping Script,
    _ body: (_ port: Int, _ received: Received) async throws -> Result
) async throws -> Result {
    let context = try names.map { try TestAuthority.shared.server(for: $0) }
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                if let context { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
                return try Peer.Channel(wrappingChannelSynchronously: channel)
            }
        }
    let received = Received()
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            try await server.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in connections {
                        received.addConnection()
                        group.addTask { await serve(connection, script, received) }
                    }
                }
            }
        }
        defer { group.cancelAll() }
        return try await body(server.channel.localAddress?.port ?? 0, received)
    }
}

private func serve(_ channel: Peer.Channel, _ script: Script, _ received: Received) async {
    // A client that goes away in the middle is no concern of the server.
    try? await channel.executeThenClose { inbound, outbound in
        var peer = Peer(inbound, outbound, of: channel)
        try await script(&peer, received)
    }
}

/// Answers every request with 200 and the text, bodies of requests with a length read first.
func answering(_ text: String = "hello") -> Script {
    { peer, received in
        while let head = try await peer.head() {
            received.add(head)
            let request = PlainResponse(head)
            if let length = request["content-length"].flatMap({ Int($0) }) { try await peer.skip(length) }
            try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n")
            if !head.hasPrefix("HEAD ") { try await peer.send(text) }
        }
    }
}

/// Answers the first request of each connection with these bytes, then closes.
func answeringRaw(_ bytes: String) -> Script {
    { peer, received in
        guard let head = try await peer.head() else { return }
        received.add(head)
        try await peer.send(bytes)
    }
}
