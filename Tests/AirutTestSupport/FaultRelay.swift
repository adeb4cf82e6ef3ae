import AirutModel
import Glibc

/// Passes connections on to a server on another loopback port, and breaks the first one that reaches its fault.
///
/// Once that has happened, every connection ends at once until ``heal()``.
public final class FaultRelay: Sendable {
    struct State {
        var fault: StreamFault?
        var isHit = false
        var isCutting = false
        /// Of the connection that went furthest.
        var most: [StreamFault.Direction: Int] = [:]
    }

    let listener: LoopbackListener
    let serverPort: Int
    let state: Locked<State>
    /// A pipe: its end ends the serving.
    let stopSignal: (reading: Int32, writing: Int32)

    init(to serverPort: Int, fault: StreamFault?) throws {
        listener = try LoopbackListener()
        self.serverPort = serverPort
        state = Locked(State(fault: fault))
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw TestFailure("no pipe: \(String(cString: strerror(errno)))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        stopSignal = (ends[0], ends[1])
    }

    deinit {
        close(stopSignal.reading)
        close(stopSignal.writing)
    }

    public var port: Int { listener.port }

    /// Whether the fault has happened.
    public var isHit: Bool { state.withLock { $0.isHit } }

    /// How many bytes one connection carried at most.
    public func bytes(_ direction: StreamFault.Direction) -> Int { state.withLock { $0.most[direction] ?? 0 } }

    /// Lets a fault happen on the next connection, or on the present ones that are not past its offset.
    public func arm(_ fault: StreamFault) {
        state.withLock { state in
            state.fault = fault
            state.isHit = false
        }
    }

    /// Nothing goes wrong from here on.
    public func heal() {
        state.withLock { state in
            state.fault = nil
            state.isCutting = false
        }
    }

    func stop() {
        _ = write(stopSignal.writing, "x", 1)
    }
}

/// Runs a relay in front of a server while `body` runs.
public func withFaultRelay<Result: Sendable>(
    to port: Int, fault: StreamFault? = nil, _ body: @Sendable (FaultRelay) async throws -> Result
) async throws -> Result {
    let relay = try FaultRelay(to: port, fault: fault)
    let loop = FaultRelayLoop(relay)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await loop.serve() }
        defer { relay.stop() }
        return try await body(relay)
    }
}
