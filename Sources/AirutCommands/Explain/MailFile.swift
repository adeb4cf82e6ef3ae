import Glibc

/// A mail from a file or standard input.
enum MailFile {
    /// More than any mailbox takes.
    private static let mostBytes = 256 << 20

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameter path: `-` is standard input.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let name = path == "-" ? "standard input" : path
        let descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(name) }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { break }
            if count > 0 { bytes += piece[..<count] } else if errno != EINTR { throw failure(name) }
            guard bytes.count <= mostBytes else {
                throw Failure(description: "cannot read \(name): it is larger than \(mostBytes >> 20) MiB")
            }
        }
        guard !bytes.isEmpty else { throw Failure(description: "cannot use \(name): it is empty") }
        return bytes
    }

    private static func failure(_ name: String) -> Failure {
        Failure(description: unsafe "cannot read \(name): \(String(cString: strerror(errno)))")
    }
}
