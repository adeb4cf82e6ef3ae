import AirutModel
import Glibc

/// A file without a name, for a child's standard streams.
///
/// Unlike a pipe it never fills up, and its end does not depend on who else inherited it.
struct ScratchFile: ~Copyable {
    /// Not inherited by children.
    let descriptor: Int32

    init(_ bytes: [UInt8] = []) throws {
        let path = "/tmp/airut-test-\(RandomToken.make(length: 16))"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TestFailure("cannot make \(path): \(String(cString: strerror(errno)))") }
        unlink(path)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(written))
            }
            guard count > 0 else {
                throw TestFailure("cannot write a temporary file: \(String(cString: strerror(errno)))")
            }
            written += count
        }
    }

    deinit { close(descriptor) }

    /// All that was written to it.
    var bytes: [UInt8] {
        let size = Int(lseek(descriptor, 0, SEEK_END))
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let read = pread(descriptor, buffer.baseAddress! + count, size - count, off_t(count))
                guard read > 0 else { return }
                count += read
            }
        }
    }
}
