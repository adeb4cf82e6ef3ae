import AirutModel
import Glibc
import Synchronization

/// The thread that does a relay's work.
actor FaultRelayLoop {
    private let relay: FaultRelay
    private let executor = BlockingExecutor(label: "test.relay")
    private var connections: [RelayedConnection] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ relay: FaultRelay) { self.relay = relay }

    /// Returns when the relay is stopped; its connections are closed then.
    func serve() {
        defer { connections.forEach { $0.close() } }
        while true {
            var waiting = [relay.stopSignal.reading, relay.listener.descriptor].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            for connection in connections {
                for pipe in connection.pipes {
                    waiting.append(pollfd(fd: pipe.isReading ? pipe.source : -1, events: Int16(POLLIN), revents: 0))
                }
            }
            guard poll(&waiting, nfds_t(waiting.count), -1) >= 0 else { continue }
            if waiting[0].revents != 0 { return }
            for (index, connection) in connections.enumerated() {
                for (number, pipe) in connection.pipes.enumerated() where waiting[2 + 2 * index + number].revents != 0 {
                    if connection.isOpen { connection.pass(pipe, relay) }
                }
            }
            if waiting[1].revents != 0 { accept() }
            connections.removeAll { !$0.isOpen }
        }
    }

    private func accept() {
        let client = Glibc.accept(relay.listener.descriptor, nil, nil)
        guard client >= 0 else { return }
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        guard !relay.state.withLock({ $0.isCutting }), let server = connectToLoopback(port: relay.serverPort) else {
            Glibc.close(client)
            return
        }
        connections.append(RelayedConnection(client: client, server: server))
    }
}
