import FoundationEssentials
import Glibc

/// An image's files on disk, for as long as a build reads them.
struct ImageFolder: ~Copyable {
    let path: String

    init(_ content: ImageContent, below parent: String) throws {
        path = parent + "/image-" + UUID().uuidString
        do {
            try Self.makeFolder(path)
            for file in content.files { try Self.write(file, below: path) }
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw SandboxError(kind: .host, action: "write the image's files below \(parent)", reason: "\(error)")
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private static func write(_ file: ImageContent.File, below root: String) throws {
        var folder = root
        for part in file.path.split(separator: "/").dropLast() {
            folder += "/\(part)"
            if !FileManager.default.fileExists(atPath: folder) { try makeFolder(folder) }
        }
        let path = root + "/" + file.path
        try Data(file.bytes).write(to: URL(filePath: path), options: .withoutOverwriting)
        // Modes as git knows them, whatever our umask: they become the image's.
        guard unsafe chmod(path, file.isExecutable ? 0o755 : 0o644) == 0 else {
            throw SandboxError(kind: .host, action: "set the mode of \(path)", reason: Errno.text)
        }
    }

    private static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        guard unsafe chmod(path, 0o755) == 0 else {
            throw SandboxError(kind: .host, action: "set the mode of \(path)", reason: Errno.text)
        }
    }
}
