import AirutModel

/// The tasks that this process has in hand, from their place in line to their answer, with their brakes.
///
/// What the store says is running and is not in here was left by somebody else.
final class RunningTasks: Sendable {
    private let stops = Locked<[TaskID: RunStop]>([:])

    /// - Returns: `nil` when it is in hand already.
    func take(_ task: TaskID) -> RunStop? {
        stops.withLock { stops in
            guard stops[task] == nil else { return nil }
            let stop = RunStop()
            stops[task] = stop
            return stop
        }
    }

    /// Takes a task that the store says is running, also from a place in line for a slot: it was stopped there. Nothing
    /// runs of it that could be stopped.
    ///
    /// - Returns: `nil` when somebody is at work on it.
    func takeLeft(_ task: TaskID) -> RunStop? {
        stops.withLock { stops in
            guard stops[task]?.takeOver() ?? true else { return nil }
            let stop = RunStop()
            _ = stop.leaveLine()
            stop.close()
            stops[task] = stop
            return stop
        }
    }

    /// Gives back what was taken, unless it was taken over.
    func release(_ task: TaskID, _ stop: RunStop) {
        stops.withLock { if $0[task] === stop { $0[task] = nil } }
    }

    /// Asks for the end of a task; returns at once.
    ///
    /// - Returns: `false` when it is not in hand or has ended by itself.
    func stop(_ task: TaskID, by stopper: Stopper) -> Bool {
        stops.withLock { $0[task] }?.request(by: stopper) ?? false
    }
}
