import FoundationEssentials

/// `manifest.json` of a release: what its executables must be.
struct ClaudeManifest: Decodable {
    struct Executable: Decodable, Hashable {
        /// Bytes.
        let size: Int
        /// SHA-256, hexadecimal.
        let checksum: String
    }

    /// By the vendor's name of the platform.
    let platforms: [String: Executable]
}
