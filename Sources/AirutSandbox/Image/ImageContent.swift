import Crypto

/// The files an image is built from: a Dockerfile and what lies beside it.
public struct ImageContent: Hashable, Sendable {
    public struct File: Hashable, Sendable {
        /// Relative, with `/` between folders.
        public var path: String
        public var isExecutable: Bool
        public var bytes: [UInt8]

        public init(path: String, isExecutable: Bool = false, bytes: [UInt8]) {
            self.path = path
            self.isExecutable = isExecutable
            self.bytes = bytes
        }
    }

    /// Sorted by path.
    public let files: [File]

    /// - Throws: when there is no Dockerfile, it uses an image of this machine or an option of `RUN` that could
    ///   lead out of the build, or when a path would lead out of the folder.
    public init(files: [File]) throws(SandboxError) {
        let action = "build the image"
        guard let dockerfile = files.first(where: { $0.path == "Dockerfile" }) else {
            throw SandboxError(
                kind: .image, action: action, reason: "there is no Dockerfile in the container folder")
        }
        if let line = Self.lineWithLocalImage(in: dockerfile.bytes) {
            throw SandboxError(
                kind: .image, action: action,
                reason: "line \(line) of its Dockerfile refers to localhost/, where only this server's own images are")
        }
        if let line = Dockerfile.lineWithOption(in: dockerfile.bytes) {
            throw SandboxError(
                kind: .image, action: action,
                reason: "line \(line) of its Dockerfile has an option of RUN that could lead out of the build: only "
                    + "--mount=type=cache and --mount=type=tmpfs are possible, without quotation marks, from, source and "
                    + "..; use COPY for files")
        }
        for file in files {
            let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !file.path.utf8.contains(0) else {
                throw SandboxError(kind: .image, action: action, reason: "“\(file.path)” is not a relative path")
            }
        }
        self.files = files.sorted { $0.path < $1.path }
    }

    var dockerfile: [UInt8] { files.first { $0.path == "Dockerfile" }?.bytes ?? [] }

    /// SHA-256 of everything that makes the image what it is, in hexadecimal; it names the image.
    var hash: String {
        SHA256.hash(data: canonicalBytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// An unambiguous text of all files.
    private var canonicalBytes: [UInt8] {
        files.reduce(into: []) { bytes, file in
            bytes += "\(file.path.utf8.count) \(file.path) \(file.isExecutable ? 1 : 0) \(file.bytes.count) ".utf8
            bytes += file.bytes
        }
    }
}
