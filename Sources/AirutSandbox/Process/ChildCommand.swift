/// A program to run as a child process.
public struct ChildCommand: Hashable, Sendable {
    /// Absolute, or a name that is looked up in this process's `PATH`.
    public var executable: String
    /// Without the program's own name.
    public var arguments: [String]
    /// The child's whole environment: nothing is inherited.
    public var environment: [String: String]
    /// `nil`: this process's own.
    public var workingDirectory: String?
    /// SIGTERM does not reach it, nor what it starts: a service manager may send that to every process of the service, and
    /// only the server shall decide what it means.
    public var ignoresTermination = false

    public init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:],
        workingDirectory: String? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
    }
}
