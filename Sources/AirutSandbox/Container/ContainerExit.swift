/// How a container ended.
public struct ContainerExit: Hashable, Sendable {
    public enum Cause: Hashable, Sendable {
        /// The command ended by itself.
        case exited
        case timedOut
        case stalled
        /// The command was killed after the memory limit was reached.
        case outOfMemory
        /// It holds more than its disk limit, or what it holds could not be measured.
        case diskFull
        /// The host's own disk is nearly full, whoever filled it.
        case hostDiskFull
        /// A line of its output is longer than its limit.
        case lineTooLong
        /// Its output is longer than its limit.
        case outputTooLong
        /// Somebody stopped it.
        case stopped
        /// It was killed or told to stop, and not by airut: a service manager, an operator or the kernel did.
        case killed
    }

    public var cause: Cause
    /// The command's exit status, 128 + signal when one killed it.
    public var status: Int32
    /// The last part of standard error, Podman's own messages included.
    public var errorTail: [UInt8]

    public init(cause: Cause, status: Int32, errorTail: [UInt8]) {
        self.cause = cause
        self.status = status
        self.errorTail = errorTail
    }
}
