import AirutModel
import Glibc
import Synchronization

/// A client's connection and ours to the server. Used by one thread.
final class RelayedConnection {
    /// One direction.
    final class Pipe {
        let direction: StreamFault.Direction
        let source: Int32
        let destination: Int32
        var isReading = true
        var bytes = 0

        init(_ direction: StreamFault.Direction, from source: Int32, to destination: Int32) {
            self.direction = direction
            self.source = source
            self.destination = destination
        }
    }

    let pipes: [Pipe]
    private(set) var isOpen = true

    init(client: Int32, server: Int32) {
        pipes = [Pipe(.toServer, from: client, to: server), Pipe(.toClient, from: server, to: client)]
    }

    func close(reset: Bool = false) {
        guard isOpen else { return }
        isOpen = false
        for pipe in pipes {
            if reset {
                var option = linger(l_onoff: 1, l_linger: 0)
                setsockopt(pipe.source, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
            }
            Glibc.close(pipe.source)
        }
    }

    /// Passes on what has come, up to the fault.
    func pass(_ pipe: Pipe, _ relay: FaultRelay) {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(pipe.source, &chunk, chunk.count, 0)
        guard count > 0 else { return end(pipe) }
        let fault = relay.state.withLock { $0.fault }
        guard let fault, fault.direction == pipe.direction, pipe.bytes <= fault.offset,
            fault.offset < pipe.bytes + count
        else {
            send(chunk[..<count], to: pipe.destination)
            return add(count, pipe, relay)
        }
        let passing = fault.offset - pipe.bytes
        send(chunk[..<passing], to: pipe.destination)
        add(passing, pipe, relay)
        relay.state.withLock { state in
            state.isHit = true
            state.isCutting = true
            state.fault = nil
        }
        happen(fault.effect, pipe, rest: chunk[passing..<count])
    }

    private func happen(_ effect: StreamFault.Effect, _ pipe: Pipe, rest: ArraySlice<UInt8>) {
        switch effect {
        case .stall: pipe.isReading = false
        case .vanish: pipes.forEach { $0.isReading = false }
        case .halfClose:
            shutdown(pipe.destination, Int32(SHUT_WR))
            pipe.isReading = false
        case .reset: close(reset: true)
        case .close: close()
        case .insert(let bytes): send(bytes[...] + rest, to: pipe.destination)
        case .insertAndClose(let bytes):
            send(bytes[...], to: pipe.destination)
            close()
        }
    }

    private func end(_ pipe: Pipe) {
        pipe.isReading = false
        shutdown(pipe.destination, Int32(SHUT_WR))
        // A half-open connection is only kept where the other half still works.
        if pipes.allSatisfy({ !$0.isReading }) || pipe.direction == .toServer { close() }
    }

    private func add(_ bytes: Int, _ pipe: Pipe, _ relay: FaultRelay) {
        pipe.bytes += bytes
        relay.state.withLock { $0.most[pipe.direction] = max($0.most[pipe.direction] ?? 0, pipe.bytes) }
    }

    private func send(_ bytes: ArraySlice<UInt8>, to destination: Int32) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(destination, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return close() }
            rest = rest.dropFirst(count)
        }
    }
}
