import CLinux
import Glibc

/// Both ends of a pipe, close-on-exec.
struct Pipe: ~Copyable {
    var reading: Descriptor
    var writing: Descriptor

    init() throws(SandboxError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe airut_pipe(&ends) == 0 else {
            throw SandboxError(kind: .host, action: "make a pipe", reason: Errno.text)
        }
        reading = Descriptor(ends[0])
        writing = Descriptor(ends[1])
    }
}
