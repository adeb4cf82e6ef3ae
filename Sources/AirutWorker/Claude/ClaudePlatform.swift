import AirutSandbox

/// Which of a release's executables fits a container, in the vendor's words: `linux-x64`, `linux-arm64-musl` …
struct ClaudePlatform: Hashable, Sendable, CustomStringConvertible {
    let description: String

    /// - Parameter library: the image's, not this machine's: an Alpine image on a Debian server needs the musl build.
    init(_ library: ImageLibrary) {
        #if arch(arm64)
            let machine = "arm64"
        #else
            let machine = "x64"
        #endif
        description = "linux-\(machine)" + (library == .musl ? "-musl" : "")
    }
}
