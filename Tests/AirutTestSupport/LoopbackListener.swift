import AirutModel
import Glibc

/// A port on the loopback interface that accepts connections as long as this lives.
public final class LoopbackListener: Sendable {
    /// Not inherited by children.
    public let descriptor: Int32
    public let port: Int

    /// - Parameter wished: any free one when it is missing.
    public init(port wished: Int = 0) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = loopbackAddress(port: wished)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isListening = withSocketAddress(&address) {
            bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0 && listen(descriptor, 8) == 0
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard isListening else {
            close(descriptor)
            throw TestFailure("no loopback port: \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }
}

/// Loopback ports that nobody listens on, nor will until they are used: they are given out once, and the system gives
/// none of them to whoever asks for any port.
public func freePorts(_ count: Int) throws -> [Int] {
    let ports = nextPort.withLock { next in
        var found: [Int] = []
        for _ in assignedPorts where found.count < count {
            if (try? LoopbackListener(port: next)) != nil { found.append(next) }
            next = next + 1 < assignedPorts.upperBound ? next + 1 : assignedPorts.lowerBound
        }
        return found
    }
    guard ports.count == count else { throw TestFailure("no \(count) loopback ports are free") }
    return ports
}

/// Below those that Linux gives out by itself, also as the source of connections (`ip_local_port_range`).
private let assignedPorts = 10_000..<32_768
/// Another process that runs tests begins elsewhere.
private let nextPort = Locked(Int.random(in: assignedPorts))

/// Whether somebody accepts connections on a loopback port.
public func isListening(port: Int) -> Bool {
    guard let client = connectToLoopback(port: port) else { return false }
    close(client)
    return true
}

/// - Returns: a socket that children do not inherit; `nil` when nobody accepts the connection.
func connectToLoopback(port: Int) -> Int32? {
    let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = loopbackAddress(port: port)
    let isConnected = withSocketAddress(&address) {
        connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
    if isConnected { return client }
    close(client)
    return nil
}

private func loopbackAddress(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
}

private func withSocketAddress<Result>(
    _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Result
) -> Result {
    withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
    }
}
