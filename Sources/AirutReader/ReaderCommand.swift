import AirutPolicy
import FoundationEssentials
import Glibc

/// What the executable `airut-reader` does: request and message from standard input, document to standard output.
public enum ReaderCommand {
    /// More than any server's size limit for a message; protects a reader that is run without a memory limit.
    private static let maximumInputBytes = 512 << 20

    /// - Returns: the exit status: 0, or 1 after one sentence on standard error.
    public static func run() -> Int32 {
        do {
            let answer = try answer(to: readAll(descriptor: STDIN_FILENO))
            try writeAll(answer, descriptor: STDOUT_FILENO)
            return 0
        } catch {
            try? writeAll(Array("airut-reader: \(error)\n".utf8), descriptor: STDERR_FILENO)
            return 1
        }
    }

    /// - Parameter input: a ``ReaderRequest`` as one line of JSON, then the raw message.
    /// - Returns: a ``MessageDocument`` as JSON.
    static func answer(to input: consuming [UInt8]) throws -> [UInt8] {
        guard let lineEnd = input.firstIndex(of: UInt8(ascii: "\n")) else {
            throw ReaderError(action: "read the request", reason: "there is no line of JSON before the message")
        }
        let request: ReaderRequest
        do {
            request = try JSONDecoder().decode(ReaderRequest.self, from: Data(input[..<lineEnd]))
        } catch {
            throw ReaderError(action: "read the request", reason: "the first line is not a reader request in JSON")
        }
        // In place: the message may be large, and memory is limited.
        input.removeSubrange(...lineEnd)
        let document = MessageReader(request: request).read(input)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        return Array(try encoder.encode(document))
    }

    private static func readAll(descriptor: Int32) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw ReaderError(action: "read standard input", reason: reasonOfLastFailure())
            }
            bytes += chunk[..<count]
            guard bytes.count <= maximumInputBytes else {
                throw ReaderError(action: "read standard input", reason: "there are more than 512 MiB")
            }
        }
    }

    private static func writeAll(_ bytes: [UInt8], descriptor: Int32) throws {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe write(descriptor, $0.baseAddress! + written, $0.count - written)  // not empty: has a base
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw ReaderError(action: "write the answer", reason: reasonOfLastFailure())
            }
            written += count
        }
    }

    private static func reasonOfLastFailure() -> String { unsafe String(cString: strerror(errno)) }
}
