/// An image that is ready to run.
public struct Image: Hashable, Sendable {
    /// `localhost/airut/<instance>/<repository>:<hash of the content>`, or `…:current` for an earlier content.
    public var tag: String
    /// Whether a fresher one is being built in the background.
    public var isStale: Bool
    /// Why the last build of the asked-for content failed, if it did.
    public var failure: SandboxError?

    public init(tag: String, isStale: Bool, failure: SandboxError? = nil) {
        self.tag = tag
        self.isStale = isStale
        self.failure = failure
    }
}
