import CLinux
import Glibc

/// Serves DNS on one datagram socket, each answer from the very address that was asked: on a wildcard socket the kernel
/// would choose another one for IPv6, which clients do not accept. That is why this is no NIO channel.
struct DatagramServer: Sendable {
    /// More than a query can have; what is longer is cut and then malformed.
    private static let maximumQueryBytes = 1500

    let descriptor: Int32
    let responder: DNSResponder

    /// Answers as long as the socket can be read. Blocks its thread.
    func run() {
        // Sockets are handed over as NIO likes them, non-blocking.
        let flags = fcntl(descriptor, F_GETFL)
        guard airut_report_destinations(descriptor) == 0, fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK) == 0 else {
            return
        }
        var query = [UInt8](repeating: 0, count: DatagramServer.maximumQueryBytes)
        var datagram = airut_datagram()
        while let count = receive(into: &query, from: &datagram) {
            guard let answer = responder.answer(to: query[..<count]) else { continue }
            // A client that is gone needs no answer.
            _ = unsafe answer.withUnsafeBytes {
                unsafe airut_answer_datagram(descriptor, $0.baseAddress, UInt($0.count), &datagram)
            }
        }
    }

    /// - Returns: the length; `nil` once the socket is unusable.
    private func receive(into query: inout [UInt8], from datagram: inout airut_datagram) -> Int? {
        while true {
            let count = unsafe query.withUnsafeMutableBytes {
                unsafe airut_receive_datagram(descriptor, $0.baseAddress, UInt($0.count), &datagram)
            }
            if count >= 0 { return count }
            // An earlier answer that could not be delivered is told here, and memory may be short for a moment.
            guard errno != EBADF, errno != ENOTSOCK, errno != EINVAL, errno != EFAULT else { return nil }
        }
    }
}
