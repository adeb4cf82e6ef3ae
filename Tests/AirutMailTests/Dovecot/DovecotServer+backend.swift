import AirutMail
import AirutTestSupport
import Foundation

extension DovecotServer: MailBackendServer {
    var refusal: String { "Authentication failed." }

    func imapPort(_ security: ConnectionSecurity) -> Int { security == .tls ? imapsPort : imapPort }

    func submissionPort(_ security: ConnectionSecurity) -> Int { security == .tls ? submissionsPort : submissionPort }

    /// Over the delivery agent.
    func deliver(_ message: String) async throws {
        let path = "\(folder)/\(UUID().uuidString).eml"
        try message.write(toFile: path, atomically: true, encoding: .utf8)
        try await run(["/usr/lib/dovecot/dovecot-lda", "-c", "\(folder)/dovecot.conf", "-d", "bot", "-p", path])
    }

    func deliver(count: Int) async throws {
        try await administrate("mailbox create -u bot -s Elsewhere")
        let script = "for i in $(seq \(count)); do printf 'Subject: %s\\r\\n\\r\\n' $i > cur/$i.M1.h:2,; done"
        try await run(["sh", "-c", script], in: "\(folder)/mail/bot")
    }

    func markDeleted(_ number: Int) async throws {
        try await administrate("flags add -u bot '\\Deleted' mailbox INBOX \(number)")
    }

    func inboxFlags() async throws -> [String] {
        let table = try await administrate("-f tab fetch -u bot flags mailbox INBOX all")
        // A line of heading, and what follows the last line's end.
        return table.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast().map { String($0) }
    }

    func hasFolder(_ name: String) async throws -> Bool {
        try await administrate("mailbox list -u bot").split(separator: "\n").contains { $0 == name }
    }

    /// Runs an administrator's command.
    @discardableResult
    private func administrate(_ arguments: String) async throws -> String {
        try await run(["sh", "-c", "exec doveadm -c \"$0\" \(arguments)", "\(folder)/dovecot.conf"]).text
    }
}
