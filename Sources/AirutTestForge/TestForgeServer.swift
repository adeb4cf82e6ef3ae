import NIOCore
import NIOHTTP1
import NIOPosix

/// Serves a ``TestForge`` over HTTP on a free loopback port as long as `body` runs.
///
/// - Parameter body: gets the stand-in and its address, for `publish.api_url`.
public func withTestForge<Result: Sendable>(
    _ forge: TestForge, body: (_ forge: TestForge, _ apiURL: String) async throws -> Result
) async throws -> Result {
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                return try TestForgeConnection.Channel(wrappingChannelSynchronously: channel)
            }
        }
    let port = server.channel.localAddress?.port ?? 0
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            try await server.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in connections {
                        group.addTask { await TestForgeConnection(channel: connection, forge: forge).serve() }
                    }
                }
            }
        }
        defer { group.cancelAll() }
        return try await body(forge, "http://127.0.0.1:\(port)")
    }
}

/// One client's connection: requests in turn, each answered before the next is read.
struct TestForgeConnection {
    typealias Channel = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
    /// Far more than any request of ours.
    private static let maximumBodyBytes = 4 << 20

    let channel: Channel
    let forge: TestForge

    func serve() async {
        // A client that goes away in the middle is no concern of the stand-in.
        try? await channel.executeThenClose { input, output in
            var head: HTTPRequestHead?
            var body: [UInt8] = []
            for try await part in input {
                switch part {
                case .head(let next):
                    head = next
                    body = []
                case .body(let buffer):
                    body += buffer.readableBytesView
                    guard body.count <= Self.maximumBodyBytes else { return }
                case .end:
                    guard let head else { return }
                    try await write(await forge.respond(to: request(head, body)), to: output)
                    guard head.isKeepAlive else { return }
                }
            }
        }
    }

    private func request(_ head: HTTPRequestHead, _ body: [UInt8]) -> TestForgeRequest {
        let headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
        return TestForgeRequest(method: head.method.rawValue, target: head.uri, headers: headers, body: body)
    }

    private func write(
        _ response: TestForgeResponse, to output: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        var headers = HTTPHeaders(response.headers.map { ($0.key, $0.value) })
        headers.add(name: "Content-Type", value: "application/json; charset=utf-8")
        headers.add(name: "Content-Length", value: String(response.body.count))
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: response.status), headers: headers)
        try await output.write(.head(head))
        try await output.write(.body(.byteBuffer(ByteBuffer(bytes: response.body))))
        try await output.write(.end(nil))
    }
}
