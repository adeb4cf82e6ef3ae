public import Glibc

/// A program that runs with listening sockets handed to it.
public struct ActivatedProgram: Sendable {
    public let process: pid_t
    private let output: Int32
    private let leash: Int32

    fileprivate init(process: pid_t, output: Int32, leash: Int32) {
        self.process = process
        self.output = output
        self.leash = leash
    }

    /// Ends its standard input.
    public func endInput() { shutdown(leash, Int32(SHUT_RDWR)) }

    /// The complete lines it has written to standard output so far.
    public var lines: [String] {
        let size = Int(lseek(output, 0, SEEK_END))
        var bytes = [UInt8](repeating: 0, count: size)
        let count = bytes.withUnsafeMutableBytes { pread(output, $0.baseAddress, size, 0) }
        let text = String(decoding: bytes[..<max(0, count)], as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}

/// Runs a program with sockets from descriptor 3 on (`LISTEN_FDS`) while `body` runs, and ends it afterwards.
///
/// - Parameters:
///   - sockets: descriptors and their names. They stay the caller's.
///   - input: its standard input, which ends when `body` does.
///   - environment: beside `LISTEN_FDS` and `LISTEN_FDNAMES`.
public func withActivatedProgram<Result>(
    _ command: [String], sockets: [(name: String, descriptor: Int32)], input: [UInt8],
    environment: [String: String] = [:], _ body: (ActivatedProgram) async throws -> Result
) async throws -> Result {
    let output = try ScratchFile()
    var leash: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &leash) == 0 else {
        throw TestFailure("no socket pair: \(String(cString: strerror(errno)))")
    }
    defer { close(leash[0]) }
    let names = sockets.map(\.name).joined(separator: ":")
    let program = try RunningProgram(
        command, in: nil,
        environment: environment.merging(["LISTEN_FDS": "\(sockets.count)", "LISTEN_FDNAMES": names]) { $1 },
        streams: [leash[1], output.descriptor, STDERR_FILENO] + sockets.map(\.descriptor))
    close(leash[1])
    do {
        guard input.withUnsafeBytes({ write(leash[0], $0.baseAddress, $0.count) }) == input.count else {
            throw TestFailure("cannot write the program's input")
        }
        let handle = ActivatedProgram(process: program.process, output: output.descriptor, leash: leash[0])
        let result = try await body(handle)
        await program.kill()
        return result
    } catch {
        await program.kill()
        throw error
    }
}
