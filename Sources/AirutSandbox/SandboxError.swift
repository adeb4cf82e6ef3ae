/// Why a child process, an image or a container could not do its work.
public struct SandboxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Who must act.
    public enum Kind: Hashable, Sendable {
        /// The operator: podman is missing or broken, or this machine cannot enforce a limit.
        case host
        /// Whoever maintains the repository: its Dockerfile cannot be built, or its image cannot be started.
        case image
        /// The operator: the build would have left others too little of a disk. Tried again, it may have more room.
        case diskFull
        /// Nobody: the image to run does not exist any more. ``ImageBuilder/forget()``, and ask for it once more.
        case imageMissing
        /// The operator: a container's network cannot be made; nothing has run.
        case noNetwork
        /// The operator: the proxy ended while its container was running, which was ended for that reason.
        case networkLost
        case other
    }

    public let kind: Kind
    /// What airut was doing, as a verb phrase: "build the image of web".
    public let action: String
    /// Why it failed, without a trailing period.
    public let reason: String
    /// The last lines that a failed build printed, without the host's paths; `nil` when nothing was built.
    public let log: String?

    public init(kind: Kind = .other, action: String, reason: String, log: String? = nil) {
        self.kind = kind
        self.action = action
        self.reason = reason
        self.log = log
    }

    public var description: String { "cannot \(action): \(reason)" }
}
