/// One image to be built.
struct ImageBuild: Sendable {
    let content: ImageContent
    let tag: String
    /// Without layers and caches of earlier builds: what they fetched may be outdated.
    let isFresh: Bool
    /// What the proxy of a sandboxed network is to allow.
    let policy: [UInt8]
}
