import AirutModel

/// Answers what is asked through the control socket, several askers at a time.
struct ControlService: Sendable {
    let listener: ControlListener
    /// How long an asker may take to ask, and to take the answer.
    private let patience: Duration
    let answer: @Sendable (ControlRequest) async -> ControlAnswer
    private let open = Counter()

    init(
        listener: ControlListener, patience: Duration = .seconds(10),
        answer: @escaping @Sendable (ControlRequest) async -> ControlAnswer
    ) {
        self.listener = listener
        self.patience = patience
        self.answer = answer
    }

    private static let mostConnections = 32
    private static let longestRequest = 64 << 10

    /// Ends when cancelled.
    func run() async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                while let connection = await listener.next() {
                    // One too many is let go at once.
                    guard open.increase() <= Self.mostConnections else {
                        open.decrease()
                        continue
                    }
                    group.addTask {
                        await serve(connection)
                        open.decrease()
                    }
                }
            }
        } onCancel: {
            listener.stop()
        }
    }

    private func serve(_ connection: ControlConnection) async {
        guard let line = await connection.readLine(maximumBytes: Self.longestRequest, within: patience) else {
            return
        }
        let reply: ControlAnswer
        do {
            reply = await answer(try ControlLine.decode(ControlRequest.self, from: line))
        } catch {
            reply = .refused("The request is not one that this server understands.")
        }
        guard let bytes = try? ControlLine.encode(reply) else { return }
        await connection.write(bytes, within: patience)
    }
}

private final class Counter: Sendable {
    private let value = Locked(0)

    func increase() -> Int {
        value.withLock {
            $0 += 1
            return $0
        }
    }

    func decrease() { value.withLock { $0 -= 1 } }
}
