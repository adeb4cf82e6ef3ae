import GRDB

/// A part of the store that one can wait for.
public enum StoreArea: String, Sendable, Hashable, CaseIterable {
    case messages, tasks, events, network, conversations, outgoing

    var table: String {
        switch self {
        case .messages: "message"
        case .tasks: "task"
        case .events: RunLog.events.table
        case .network: RunLog.network.table
        case .conversations: "conversation"
        case .outgoing: "outgoing"
        }
    }
}

extension Store {
    /// Yields once at the beginning, then after transactions that changed one of the areas; several may become one.
    ///
    /// Look at the store after each: what was committed before an element is visible then.
    public func changes(in areas: Set<StoreArea>) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let observation = DatabaseRegionObservation(tracking: areas.map { Table($0.table) })
            // Observing begins on the writer's queue, so that nothing is committed between it and the first element.
            database.asyncWriteWithoutTransaction { [database] _ in
                let observing = observation.start(
                    in: database, onError: { _ in continuation.finish() }, onChange: { _ in continuation.yield() })
                continuation.onTermination = { _ in observing.cancel() }
                // Whoever waited may be gone by now.
                if case .terminated = continuation.yield() { observing.cancel() }
            }
        }
    }
}
