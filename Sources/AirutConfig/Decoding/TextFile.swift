import Glibc

/// Reading small files that may be anything.
enum TextFile {
    struct Failure: Error, CustomStringConvertible {
        let reason: String
        let status: Int32
        var description: String { "cannot read this file: \(reason)" }
    }

    /// The whole file, if it is a regular one of at most `maximumBytes`.
    static func read(_ path: String, maximumBytes: Int) throws(Failure) -> [UInt8] {
        // Non-blocking: opening a FIFO must not wait for a writer.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure() }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(reason: "it is no regular file", status: 0) }
        let tooLarge = "it has more than \(maximumBytes) bytes"
        guard status.st_size <= maximumBytes else { throw Failure(reason: tooLarge, status: 0) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 { throw failure() }
            if count == 0 { break }
            bytes += chunk.prefix(count)
            // It may be growing.
            guard bytes.count <= maximumBytes else { throw Failure(reason: tooLarge, status: 0) }
        }
        return bytes
    }

    /// A file in the same folder.
    static func sibling(of path: String, named name: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return name }
        return path[...slash] + name
    }

    /// Whether other users can read the file.
    static func isOpenToOthers(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & 0o044 != 0
    }

    private static func failure() -> Failure {
        let code = errno
        return Failure(reason: unsafe String(cString: strerror(code)), status: code)
    }
}
