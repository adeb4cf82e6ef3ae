public import AirutMail
import AirutTestSupport
import Foundation

extension DovecotServer: MailBackendServer {
    public var refusal: String { "Authentication failed." }

    public func imapPort(_ security: ConnectionSecurity) -> Int { security == .tls ? imapsPort : imapPort }

    public func submissionPort(_ security: ConnectionSecurity) -> Int {
        security == .tls ? submissionsPort : submissionPort
    }

    /// As delivery agents do it: complete in `tmp`, then renamed.
    public func deliver(_ message: String, to user: String) throws {
        let owner = DovecotConfiguration.mailOwner
        let home = "\(folder)/mail/\(user)"
        for path in [home, "\(home)/tmp", "\(home)/cur", "\(home)/new"] where mkdir(path, 0o700) == 0 {
            chown(path, owner.uid, owner.gid)
        }
        let name = "\(Date().timeIntervalSince1970).\(UUID().uuidString).localhost"
        try message.write(toFile: "\(home)/tmp/\(name)", atomically: false, encoding: .utf8)
        chown("\(home)/tmp/\(name)", owner.uid, owner.gid)
        guard rename("\(home)/tmp/\(name)", "\(home)/new/\(name)") == 0 else {
            throw TestFailure("cannot deliver to \(home): \(String(cString: strerror(errno)))")
        }
    }

    public func deliver(count: Int) async throws {
        try await administrate("mailbox create -u bot -s Elsewhere")
        let script = "for i in $(seq \(count)); do printf 'Subject: %s\\r\\n\\r\\n' $i > cur/$i.M1.h:2,; done"
        try await run(["sh", "-c", script], in: "\(folder)/mail/bot")
    }

    public func markDeleted(_ number: Int) async throws {
        try await administrate("flags add -u bot '\\Deleted' mailbox INBOX \(number)")
    }

    public func inboxCount(of user: String) throws -> Int {
        try ["new", "cur"].reduce(0) { count, name in
            let path = "\(folder)/mail/\(user)/\(name)"
            guard FileManager.default.fileExists(atPath: path) else { return count }
            return try count + FileManager.default.contentsOfDirectory(atPath: path).count
        }
    }

    public func inboxFlags(of user: String) async throws -> [String] {
        let table = try await administrate("-f tab fetch -u \(user) flags mailbox INBOX all")
        // A line of heading, and what follows the last line's end.
        return table.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast().map { String($0) }
    }

    public func hasFolder(_ name: String) async throws -> Bool {
        try await administrate("mailbox list -u bot").split(separator: "\n").contains { $0 == name }
    }

    /// Has it read its configuration and certificate again. Encrypted connections end.
    public func reload() async throws { try await administrate("reload") }

    /// Runs an administrator's command.
    @discardableResult
    private func administrate(_ arguments: String) async throws -> String {
        try await run(["sh", "-c", "exec doveadm -c \"$0\" \(arguments)", "\(folder)/dovecot.conf"]).text
    }
}
