import Glibc

/// Owns one file descriptor.
struct Descriptor: ~Copyable {
    /// -1 once closed.
    private(set) var number: Int32

    init(_ number: Int32) { self.number = number }

    /// - Throws: what `errno` says when `number` is negative.
    init(_ number: Int32, for action: String) throws(SandboxError) {
        guard number >= 0 else { throw SandboxError(kind: .host, action: action, reason: Errno.text) }
        self.number = number
    }

    deinit { if number >= 0 { Glibc.close(number) } }

    mutating func close() {
        if number >= 0 { Glibc.close(number) }
        number = -1
    }

    var isOpen: Bool { number >= 0 }

    func setNonBlocking() { _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK) }

    /// Reads what is there, at most 64 KiB.
    ///
    /// - Returns: empty at the end of the file (or after an error), `nil` when there is nothing to read now.
    func read() -> [UInt8]? {
        while true {
            var count = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 65536) { buffer, filled in
                count = unsafe Glibc.read(number, buffer.baseAddress!, 65536)
                filled = max(count, 0)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return nil }
            return bytes
        }
    }

    /// Writes as much as fits now.
    ///
    /// - Returns: how many bytes; `nil` when nobody reads any more.
    func write(_ bytes: ArraySlice<UInt8>) -> Int? {
        while true {
            let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress!, $0.count) }
            if count >= 0 { return count }
            if errno == EAGAIN { return 0 }
            if errno != EINTR { return nil }
        }
    }
}
