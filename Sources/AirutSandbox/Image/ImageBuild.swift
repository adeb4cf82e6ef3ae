/// One image to be built.
struct ImageBuild: Sendable {
    let content: ImageContent
    let tag: String
    /// Without layers of earlier builds: what they fetched may be outdated.
    let isFresh: Bool
}
