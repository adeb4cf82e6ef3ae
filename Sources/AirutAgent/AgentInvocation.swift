/// How Claude Code is started: a command line and the variables it needs; the prompt goes to standard input.
public struct AgentInvocation: Sendable, Hashable {
    /// Path of the `claude` binary as the container sees it.
    public var binaryPath: String
    public var model: String
    public var effort: String?
    /// The session to continue.
    public var sessionID: String?

    public init(binaryPath: String, model: String, effort: String? = nil, sessionID: String? = nil) {
        self.binaryPath = binaryPath
        self.model = model
        self.effort = effort
        self.sessionID = sessionID
    }

    /// The program and its arguments. Permissions are not asked for: the container is the limit.
    public var command: [String] {
        var command = [binaryPath, "-p", "--model", model]
        if let effort { command += ["--effort", effort] }
        if let sessionID { command += ["--resume", sessionID] }
        return command + ["--output-format", "stream-json", "--verbose", "--dangerously-skip-permissions"]
    }

    /// Variables without which a run does not work; they win over a repository's own.
    public static let environment = [
        // A command in the background would be killed when `-p` ends with the turn.
        "CLAUDE_CODE_DISABLE_BACKGROUND_TASKS": "1",
        // Lets root skip permissions: the container's root is nobody outside.
        "IS_SANDBOX": "1",
        // The binary is mounted read-only.
        "DISABLE_AUTOUPDATER": "1",
    ]

    /// Variables that a repository may set otherwise.
    public static let defaults = [
        "HOME": "/root", "LANG": "C.UTF-8",
        // Telemetry and the like, which no allowlist opens: its blocked requests would stand in each reply.
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
    ]
}
