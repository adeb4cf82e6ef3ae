import AirutModel
import Glibc

/// A folder that a container writes to as well: nothing in it is followed, opened blindly or overwritten.
struct SharedFolder {
    let path: String

    /// Creates the file, on disk when this returns.
    ///
    /// - Returns: `false` when something else of that name is there; `true` also when the same content is.
    func place(_ bytes: [UInt8], as name: String) throws -> Bool {
        guard Self.isPlain(name) else {
            throw WorkerError(action: "write \(name)", reason: "it is not the name of a file")
        }
        // Under its own name only once it is whole: killed in between, the next attempt finds nothing in its way.
        let draft = "\(path)/\(Self.draftPrefix)\(RandomToken.make(length: 12))"
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("write \(name)") }
        defer {
            close(descriptor)
            unsafe unlink(draft)
        }
        guard Self.write(bytes, to: descriptor), fsync(descriptor) == 0 else { throw failure("write \(name)") }
        if unsafe link(draft, "\(path)/\(name)") == 0 { return true }
        guard errno == EEXIST else { throw failure("write \(name)") }
        return read(name, maximumBytes: bytes.count).map { $0 == bytes } ?? false
    }

    /// Removes what ``place(_:as:)`` left when it was killed.
    func removeDrafts() {
        for name in names(limit: Self.mostDrafts) where name.hasPrefix(Self.draftPrefix) {
            unsafe unlink("\(path)/\(name)")
        }
    }

    private static let draftPrefix = ".airut-"
    /// As many names are looked at: the container may have made any number.
    private static let mostDrafts = 10_000

    /// The content of a regular file with a single link.
    ///
    /// - Returns: `nil` when it is anything else, larger than that, or cannot be read.
    func read(_ name: String, maximumBytes: Int) -> [UInt8]? {
        guard Self.isPlain(name) else { return nil }
        // Non-blocking: opening a FIFO must not wait for its writer.
        let descriptor = unsafe open("\(path)/\(name)", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1,
            status.st_size <= maximumBytes
        else { return nil }
        return Self.readAll(descriptor, maximumBytes: maximumBytes)
    }

    /// Names of what is in the folder itself, sorted; the first ones the system lists, if there are more than `limit`.
    func names(limit: Int) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while names.count < limit, let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Names come from mail and from containers: none may lead out of the folder.
    private static func isPlain(_ name: String) -> Bool {
        !["", ".", ".."].contains(name) && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    }

    private func failure(_ action: String) -> WorkerError {
        WorkerError(action: action, reason: unsafe String(cString: strerror(errno)))
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return false }
            rest = rest.dropFirst(max(0, count))
        }
        return true
    }

    /// - Returns: `nil` on an error; a file that grows while it is read is cut at the limit.
    private static func readAll(_ descriptor: Int32, maximumBytes: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < maximumBytes {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { break }
            if count < 0 {
                guard errno == EINTR else { return nil }
                continue
            }
            bytes += buffer.prefix(min(count, maximumBytes - bytes.count))
        }
        return bytes
    }
}
