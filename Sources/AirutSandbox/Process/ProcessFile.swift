import Glibc

/// Files of `/proc`, whose sizes the kernel does not tell.
///
/// Foundation takes the first piece for all, and leaks the memory for it when there is nothing to read, as with the command
/// line of each of the kernel's own processes.
enum ProcessFile {
    /// - Returns: empty when there is no such file, for example because the process has ended.
    static func bytes(_ path: String, atMost limitBytes: Int = 4 << 20) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var bytes: [UInt8] = []
        while bytes.count < limitBytes {
            let piece = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, filled in
                unsafe filled = max(0, read(file, buffer.baseAddress!, 4096))
            }
            if piece.isEmpty { break }
            // As a rule there is only one.
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
        }
        return bytes
    }

    static func text(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }
}
