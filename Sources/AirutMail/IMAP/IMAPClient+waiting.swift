extension IMAPClient {
    /// Waits for messages that ``list(upTo:)`` did not list, with IDLE where account and server allow it, by asking in
    /// intervals otherwise.
    ///
    /// - Returns: whether there may be new messages; `false` when the time is over.
    public func waitForMail(upTo duration: Duration) async throws -> Bool {
        let action = "wait for mail"
        _ = try openMailbox(action)
        let end = ContinuousClock.now + duration
        while !engine.mailbox.hasNews {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return false }
            if try await canIdle() {
                try await idle(upTo: min(left, account.idleRefresh), action: action)
            } else {
                try await pause(min(left, account.pollInterval))
                try await demand(IMAPCommand("NOOP"), action: action)
            }
        }
        return true
    }

    private func canIdle() async throws -> Bool {
        guard account.usesIdle, !isIdleRefused else { return false }
        return try await capabilities().contains("IDLE")
    }

    private func idle(upTo duration: Duration, action: String) async throws {
        let completion = try await run(.idle, action: action, idleLimit: duration)
        isIdleRefused = completion.status.kind != .ok
    }

    private func pause(_ duration: Duration) async throws {
        do {
            try await Task.sleep(for: duration)
        } catch {
            await close()
            throw error
        }
    }

    /// Says good-bye and closes; a server that does not answer is not waited for long.
    public func logOut() async {
        _ = try? await run(.logout, action: "log out")
        await close()
    }
}
