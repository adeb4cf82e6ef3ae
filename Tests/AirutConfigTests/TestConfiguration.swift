import AirutConfig

/// Server configurations in memory.
enum TestConfiguration {
    static let environment = ["HOME": "/home/op", "GIT": "token", "MAIL": "hunter2"]

    /// A complete repository; `extra` is added at its level, with indentation 4.
    static func repository(_ extra: String = "", email: String = "", imap: String = "", user: String = "airut@x.org")
        -> String
    {
        """
            repo_url: https://github.com/o/n.git
            claude_version: /opt/claude
            git: {token: !env GIT}
            email:
              account: {username: \(user), password: !env MAIL, from: airut@x.org}
              imap: {server: imap.x.org\(imap)}
              smtp: {server: smtp.x.org}
              auth: {authorized_senders: [a@x.org], trusted_authserv_id: mx.x.org}
        \(indented(email, 6))
        \(indented(extra, 4))

        """
    }

    static func load(_ text: String, environment: [String: String] = environment) -> Loaded<ServerConfiguration> {
        ServerConfiguration.parse(text: text, file: "airut.yaml", environment: environment)
    }

    /// One repository `web` with something added.
    static func web(_ extra: String = "", email: String = "", imap: String = "") -> Loaded<ServerConfiguration> {
        load("repos:\n  web:\n" + repository(extra, email: email, imap: imap))
    }

    private static func indented(_ text: String, _ width: Int) -> String {
        text.split(separator: "\n").map { String(repeating: " ", count: width) + $0 }.joined(separator: "\n")
    }
}
