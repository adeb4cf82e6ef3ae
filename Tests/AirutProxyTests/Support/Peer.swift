import AirutTestSupport
import NIOCore

/// One end of a connection, byte for byte, without any idea of HTTP that could hide a mistake of ours.
struct Peer: ~Copyable {
    typealias Channel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let loop: any EventLoop
    /// What was received and not taken.
    private(set) var rest = ByteBuffer()

    init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        of channel: Channel
    ) {
        loop = channel.channel.eventLoop
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// As ``send(_:)``, once the connection's own thread has seen it: only then a writer is held back by what was not taken.
    func sendInTurn(_ bytes: [UInt8]) async throws {
        try await send(bytes)
        try await loop.submit {}.get()
    }

    /// Says that nothing more will come.
    func finish() { outbound.finish() }

    /// - Returns: `false` at the connection's end.
    private mutating func receive() async throws -> Bool {
        do {
            guard var part = try await inbound.next(isolation: #isolation) else { return false }
            rest.writeBuffer(&part)
            return true
        } catch {
            return false
        }
    }

    /// The next bytes up to and with `end`; `nil` when the connection ends before.
    mutating func text(to end: String) async throws -> String? {
        while true {
            let text = String(buffer: rest)
            if let range = text.firstRange(of: end) {
                let found = String(text[..<range.upperBound])
                rest.moveReaderIndex(forwardBy: found.utf8.count)
                return found
            }
            guard try await receive() else { return nil }
        }
    }

    /// The next head, its empty line included; `nil` when the connection ends before.
    mutating func head() async throws -> String? { try await text(to: "\r\n\r\n") }

    mutating func bytes(_ count: Int) async throws -> String {
        String(decoding: try await raw(count), as: UTF8.self)
    }

    mutating func raw(_ count: Int) async throws -> [UInt8] {
        while rest.readableBytes < count {
            guard try await receive() else {
                throw TestFailure("the connection ended after \(rest.readableBytes) bytes")
            }
        }
        return rest.readBytes(length: count) ?? []
    }

    /// Takes that many bytes without keeping them.
    mutating func skip(_ count: Int) async throws {
        var left = count
        while true {
            let part = min(left, rest.readableBytes)
            rest.moveReaderIndex(forwardBy: part)
            rest.discardReadBytes()
            left -= part
            if left == 0 { return }
            guard try await receive() else { throw TestFailure("the connection ended with \(left) bytes missing") }
        }
    }

    /// All that is left up to the connection's end.
    mutating func textToEnd() async throws -> String {
        while try await receive() {}
        return rest.readString(length: rest.readableBytes) ?? ""
    }

    /// A whole response, its body decoded.
    mutating func response(to method: String = "GET") async throws -> PlainResponse {
        guard let head = try await head() else { throw TestFailure("no response: “\(String(buffer: rest))”") }
        var response = PlainResponse(head)
        if method == "HEAD" || [204, 304].contains(response.status) || response.status < 200 { return response }
        if let length = response["content-length"].flatMap({ Int($0) }) {
            response.body = try await bytes(length)
        } else if response["transfer-encoding"] == "chunked" {
            response.body = try await chunks()
        } else {
            response.body = try await textToEnd()
        }
        return response
    }

    private mutating func chunks() async throws -> String {
        var body = ""
        while let line = try await text(to: "\r\n"), let size = Int(line.dropLast(1), radix: 16) {
            body += try await bytes(size)
            guard try await bytes(2) == "\r\n" else { throw TestFailure("a chunk has no end") }
            if size == 0 { return body }
        }
        throw TestFailure("the chunked body has no end: “\(body)”")
    }
}

/// A response as it came.
struct PlainResponse {
    let status: Int
    let head: String
    var body = ""

    init(_ head: String) {
        self.head = head
        status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    /// The only field of that name, in lower case.
    subscript(_ name: String) -> String? {
        let lines = head.split(separator: "\r\n").filter { $0.lowercased().hasPrefix(name + ":") }
        guard lines.count == 1 else { return nil }
        return String(lines[0].dropFirst(name.count + 1).drop { $0 == " " })
    }
}
