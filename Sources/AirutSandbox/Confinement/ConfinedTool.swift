import Glibc

/// One of our programs, run through `airut-confine`.
public struct ConfinedTool: Hashable, Sendable {
    /// Absolute path of `airut-confine`.
    public var confinePath: String
    /// Absolute path of the program.
    public var programPath: String
    public var confinement: Confinement
    /// Where its temporary folder is made, if it has one.
    public var scratchPath: String

    public init(
        confinePath: String, programPath: String, confinement: Confinement,
        scratchPath: String = TemporaryFolder.systemPath
    ) {
        self.scratchPath = scratchPath
        self.confinePath = confinePath
        self.programPath = programPath
        self.confinement = confinement
    }

    /// `airut-reader`, in the folder of our executables.
    public static func reader(in folder: String) -> Self {
        Self(confinePath: folder + "/airut-confine", programPath: folder + "/airut-reader", confinement: .reader)
    }

    /// `airut-git`, in the folder of our executables, for one operation on those folders.
    public static func git(
        in folder: String, readable: [String], writable: [String], network: Bool,
        scratchPath: String = TemporaryFolder.systemPath
    ) -> Self {
        Self(
            confinePath: folder + "/airut-confine", programPath: folder + "/airut-git",
            confinement: .git(readable: readable, writable: writable, network: network), scratchPath: scratchPath)
    }

    /// The command line.
    ///
    /// - Parameters:
    ///   - parent: the process that the program must not outlive; `nil`: this one.
    ///   - libraries: further folders the dynamic loader needs, for example the Swift runtime's.
    public func command(
        arguments: [String] = [], environment: [String: String] = [:], parent: Int32? = nil,
        libraries: [String] = RuntimeLibraries.folders
    ) -> ChildCommand {
        var command = ChildCommand(
            confinePath,
            confinement.options(parent: parent ?? getpid(), libraries: libraries) + ["--", programPath] + arguments,
            environment: environment, workingDirectory: "/")
        command.ignoresTermination = true
        return command
    }

    /// Runs the program to its end; its exit status is a result. Its temporary folder, if it has one, lives as long.
    ///
    /// - Throws: ``SandboxError`` when it cannot be started or confined; `CancellationError`.
    public func run(
        arguments: [String] = [], environment: [String: String] = [:], input: [UInt8],
        outputLimitBytes: Int = 64 << 20, deadline: Duration
    ) async throws -> ChildResult {
        guard !confinement.hasTemporaryFolder else {
            return try await TemporaryFolder.with("airut", in: scratchPath) { folder in
                var tool = self
                tool.confinement.hasTemporaryFolder = false
                tool.confinement.writablePaths.append(folder)
                return try await tool.run(
                    arguments: arguments, environment: environment.merging(["TMPDIR": folder]) { $1 }, input: input,
                    outputLimitBytes: outputLimitBytes, deadline: deadline)
            }
        }
        let result = try await ChildProcess.run(
            command(arguments: arguments, environment: environment), input: input,
            outputLimitBytes: outputLimitBytes, deadline: deadline)
        if result.ending == .exited(125) {
            throw SandboxError(kind: .host, action: "run \(programPath)", reason: result.failure)
        }
        return result
    }
}
