import AirutStore
import AirutSupervisor
import AirutWorker
import FoundationEssentials

/// What `airut status` prints for people. Strangers' words stand in it: nothing of them commands a terminal.
enum StatusText {
    static func text(_ status: ServerStatus, at now: Date) -> String {
        var lines = [
            "airut serve, process \(status.processID), up \(age(since: status.startedAt, now))"
                + (status.isStopping ? ", stopping" : "")
        ]
        let free = status.freeBytes.map { "\($0 >> 20) MiB free" } ?? "free space unknown"
        lines.append("state     \(status.stateDirectory), \(free)")
        lines += describe(status.configuration, now)
        for repository in status.repositories { lines += describe(repository, now) }
        lines.append("")
        lines += status.problems.isEmpty ? ["All is well."] : ["Needs attention:"] + status.problems.map { "- \($0)" }
        return lines.map { VisibleText.escaping($0) + "\n" }.joined()
    }

    private static func describe(_ status: ConfigurationStatus, _ now: Date) -> [String] {
        let loaded = "read \(age(since: status.loadedAt, now)) ago"
        var lines = ["config    \(status.file ?? "built in"), \(loaded)"]
        if let failure = status.failure {
            lines.append("          changed, but cannot be used (looked at \(age(since: failure.at, now)) ago)")
        }
        for waiting in status.waiting {
            lines.append(
                "          \(waiting.repository) is restarted once no task of it runs, for "
                    + "\(age(since: waiting.since, now)) now; at once with airut reload --now"
                    + (waiting.settings.isEmpty ? "" : ": \(waiting.settings.joined(separator: ", "))"))
        }
        for repository in status.draining {
            lines.append("          \(repository) is removed: what it had taken is carried through")
        }
        if !status.atNextStart.isEmpty {
            lines.append("          in force at the next start only: \(status.atNextStart.joined(separator: ", "))")
        }
        return lines
    }

    private static func describe(_ status: RepositoryStatus, _ now: Date) -> [String] {
        var lines = ["", "\(status.repository)"]
        lines.append("  inbox   \(status.inbox.state.rawValue)" + (status.inbox.reason.map { ": \($0)" } ?? ""))
        let queued = status.work.filter { $0.state == .queued }.count
        lines.append("  tasks   \(status.work.count - queued) running, \(queued) queued")
        for work in status.work {
            let held = work.heldUntil.map { $0 > now ? ", held for \(age(since: now, $0))" : "" } ?? ""
            lines.append(
                "          \(work.task)  \(work.state.rawValue) for \(age(since: work.since, now))\(held)"
                    + (work.detail.map { ": \($0)" } ?? ""))
        }
        lines.append(
            "  mail    \(status.pendingMails) to send (\(status.delayedMails.count) failed before), "
                + "\(status.undeliverableMails.count) undeliverable")
        if let mail = status.delayedMails.last {
            lines.append("          mail \(mail.id) waits: \(mail.reasons.joined(separator: "; "))")
        }
        if status.undecidedMessages > 0 { lines.append("          \(status.undecidedMessages) not decided upon yet") }
        if !status.quarantinedMessages.isEmpty {
            lines.append("          \(status.quarantinedMessages.count) set aside unread")
        }
        return lines
    }

    /// `3 d 4 h`, `4 h 5 min`, `5 min`, `6 s`.
    static func age(since start: Date, _ end: Date) -> String {
        let seconds = max(0, Int(end.timeIntervalSince(start)))
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
        if days > 0 { return "\(days) d \(hours % 24) h" }
        if hours > 0 { return "\(hours) h \(minutes % 60) min" }
        return minutes > 0 ? "\(minutes) min" : "\(seconds) s"
    }
}
