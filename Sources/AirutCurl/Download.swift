import Glibc

/// A file that takes the body of an answer, after what it holds already.
///
/// Used from one thread at a time.
final class Download {
    /// What the file held at first.
    let offset: Int
    private let path: String
    private let descriptor: Int32
    private let maximumBytes: Int
    private var length: Int
    private var isPlaced = false

    init(to path: String, maximumBytes: Int) throws(TransportError) {
        self.path = path
        self.maximumBytes = maximumBytes
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        var status = stat()
        guard descriptor >= 0, unsafe fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
        offset = Int(status.st_size)
        length = offset
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// - Parameter head: the head lines of all answers so far; the last answer's is the body.
    /// - Returns: `false` when this is not the body of a successful answer.
    func take(_ bytes: UnsafeRawBufferPointer, after head: [String]) throws(TransportError) -> Bool {
        guard let status = head.last(where: { $0.hasPrefix("HTTP/") })?.split(separator: " ").dropFirst().first,
            status == "200" || status == "206"
        else { return false }
        if !isPlaced { try place(isPart: status == "206", head) }
        guard length + bytes.count <= maximumBytes else {
            throw TransportError(
                kind: .tooLarge, action: "write \(path)", reason: "the file is larger than it should be")
        }
        var rest = unsafe bytes
        while unsafe !rest.isEmpty {
            let count = unsafe write(descriptor, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path) }
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            length += count
        }
        return true
    }

    /// A server that does not know ranges, or begins elsewhere, sends the file from its beginning.
    private func place(isPart: Bool, _ head: [String]) throws(TransportError) {
        isPlaced = true
        let range = head.last { $0.lowercased().hasPrefix("content-range:") }?.lowercased() ?? ""
        if isPart {
            guard range.contains("bytes \(offset)-") else {
                throw TransportError(
                    kind: .malformed, action: "write \(path)", reason: "the server sent another part than was asked for"
                )
            }
        } else {
            length = 0
        }
        guard ftruncate(descriptor, length) == 0, lseek(descriptor, length, SEEK_SET) == length else {
            throw Self.failure(path)
        }
    }

    private static func failure(_ path: String) -> TransportError {
        TransportError(
            kind: .unreachable, action: "write \(path)", reason: unsafe String(cString: strerror(errno)))
    }
}
