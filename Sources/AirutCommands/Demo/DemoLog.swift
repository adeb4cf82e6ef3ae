import Glibc

/// The server's log in a file.
final class DemoLog: Sendable {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DemoError(action: "write \(path)", reason: "it cannot be created") }
    }

    deinit { close(descriptor) }

    func write(_ string: String) {
        let bytes = Array(string.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
}
