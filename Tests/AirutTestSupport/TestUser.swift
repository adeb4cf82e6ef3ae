import AirutModel
import FoundationEssentials
import Glibc

/// An unprivileged user with subordinate ids, made for one run of the tests. Only root can make one.
public struct TestUser: Sendable {
    public let name: String
    public let id: UInt32

    private static let namePrefix = "airut-test-"

    public static func make(home: String) async throws -> Self {
        try await removeForgotten()
        let name = "\(namePrefix)\(getpid())-\(RandomToken.make(length: 4))"
        try await run(["/usr/sbin/useradd", "--home-dir", home, "--no-create-home", "--user-group", name])
        let text = try await run(["/usr/bin/id", "-u", name]).text.filter { !$0.isWhitespace }
        guard let id = UInt32(text) else { throw TestFailure("\(text) is no user id") }
        return Self(name: name, id: id)
    }

    /// What must come before a command for this user to run it.
    public var prefix: [String] {
        ["/usr/bin/setpriv", "--reuid", "\(id)", "--regid", "\(id)", "--clear-groups", "--inh-caps=-all"]
    }

    public func remove() async throws { try await run(["/usr/sbin/userdel", "--force", name]) }

    /// A run that was killed leaves its users behind.
    private static func removeForgotten() async throws {
        for line in try String(contentsOfFile: "/etc/passwd", encoding: .utf8).split(separator: "\n") {
            let name = line.prefix { $0 != ":" }
            guard name.hasPrefix(namePrefix),
                let pid = Int32(name.dropFirst(namePrefix.count).prefix { $0 != "-" }), kill(pid, 0) != 0
            else { continue }
            // Another test may be doing the same.
            try await run(["/usr/sbin/userdel", "--force", String(name)], mayFail: true)
        }
    }
}
