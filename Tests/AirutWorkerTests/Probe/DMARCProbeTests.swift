import AirutConfig
import AirutModel
import Foundation
import Synchronization
import Testing

@testable import AirutWorker

@Suite struct DMARCProbeTests {
    @Test func `each domain's policy is looked up, also above it`() async throws {
        let server = try NameServer([
            "_dmarc.example.org": ["v=DMARC1; p=reject; rua=mailto:x@example.org"], "_dmarc.open.example": ["hello"],
        ])
        var email = EmailSettings()
        email.account.from = Mailbox(address: try #require(EmailAddress("web@mail.example.org")))
        email.auth.authorizedSenders = ["*@open.example", "ada@example.org"].compactMap { SenderPattern($0) }
        let probe = DMARCProbe(email: email, records: TextRecords(port: server.port))
        async let findings = probe.run()
        async let served: Void = server.answer()
        #expect(
            try await findings == [
                .ok("mail.example.org has the DMARC policy reject"), .ok("example.org has the DMARC policy reject"),
                .warning("open.example has no DMARC record: mail from there is not confirmed, so it is refused"),
            ])
        server.stop()
        await served
    }

    @Test func `without a name server that is said`() async throws {
        // A port that nobody listens at: the kernel says so at once.
        let port = try NameServer([:]).port
        await #expect(throws: WorkerError.self) { try await TextRecords(port: port).lookUp("_dmarc.example.org") }
    }
}

/// A name server on the loopback interface that knows some text records (RFC 1035).
private actor NameServer {
    private let records: [String: [String]]
    private let socket: Int32
    let port: UInt16
    private nonisolated let isDone = Atomic(false)
    private let executor = BlockingExecutor(label: "test.names")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ records: [String: [String]]) throws {
        self.records = records
        socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (descriptor, size) = (socket, length)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                bind(descriptor, plain, size) + getsockname(descriptor, plain, &length)
            }
        }
        try #require(status == 0)
        port = UInt16(bigEndian: address.sin_port)
        var pause = timeval(tv_sec: 0, tv_usec: 100_000)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &pause, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(socket) }

    nonisolated func stop() { isDone.store(true, ordering: .relaxed) }

    /// Answers until it is stopped.
    func answer() {
        while !isDone.load(ordering: .relaxed) {
            var question = [UInt8](repeating: 0, count: 512)
            var peer = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let received = withUnsafeMutablePointer(to: &peer) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(socket, &question, question.count, 0, $0, &length)
                }
            }
            guard received > 12 else { continue }
            let reply = reply(to: Array(question[..<received]))
            _ = withUnsafePointer(to: &peer) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    sendto(socket, reply, reply.count, 0, $0, length)
                }
            }
        }
    }

    private func reply(to question: [UInt8]) -> [UInt8] {
        var end = 12
        var labels: [String] = []
        while question[end] != 0 {
            let part = question[(end + 1)...(end + Int(question[end]))]
            labels.append(String(decoding: part, as: UTF8.self))
            end += Int(question[end]) + 1
        }
        let texts = records[labels.joined(separator: ".")]
        let flags: [UInt8] = [0x81, texts == nil ? 0x83 : 0x80]
        let head = question[..<2] + flags + [0, 1, 0, UInt8(texts?.count ?? 0), 0, 0, 0, 0]
        let answers = (texts ?? []).flatMap { text -> [UInt8] in
            let size = UInt8(text.utf8.count)
            return [0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, size + 1, size] + Array(text.utf8)
        }
        return head + question[12...(end + 4)] + answers
    }
}
