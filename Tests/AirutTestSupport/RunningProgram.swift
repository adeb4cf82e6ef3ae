import AirutModel
import Glibc

/// A started program. An actor with a thread of its own, so that waiting for the program's end delays nobody else.
actor RunningProgram {
    private let executor = BlockingExecutor(label: "test.program")
    let process: pid_t
    /// Once it ended.
    private var status: Int32?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Starts it with no other open files than the three streams.
    ///
    /// - Throws: ``TestFailure`` when it cannot be started.
    init(_ command: [String], in folder: String?, environment: [String: String], streams: [Int32]) throws {
        let environment = CleanEnvironment.variables.merging(environment) { $1 }
        process = try spawn(command, in: folder, environment: environment, streams: streams)
    }

    var isRunning: Bool {
        if status == nil { reap(WNOHANG) }
        return status == nil
    }

    /// - Returns: its exit status; 128 and the signal's number when a signal ended it.
    func wait() -> Int32 {
        while true {
            if let status { return status }
            reap(0)
        }
    }

    /// Ends it at once, also when the task is cancelled.
    ///
    /// - Parameter ports: where its children may listen a little longer than itself; it is waited until nobody does.
    func kill(freeing ports: [Int] = []) {
        if isRunning { Glibc.kill(process, SIGKILL) }
        _ = wait()
        let end = ContinuousClock.now + .seconds(60)
        while ports.contains(where: isListening), ContinuousClock.now < end { usleep(2000) }
    }

    private func reap(_ options: Int32) {
        var word: Int32 = 0
        switch waitpid(process, &word, options) {
        case process: status = word & 0x7F == 0 ? word >> 8 & 0xFF : 128 + word & 0x7F
        case -1 where errno != EINTR: status = 255
        default: break
        }
    }
}
