import AirutModel

/// What `airut-init` reads first: the environment, then the command's input.
struct InitFrame {
    /// Proves to us that a message comes from `airut-init`.
    let key: [UInt8]
    let bytes: [UInt8]

    /// - Throws: for a name or value that no environment can hold.
    init(environment: [String: Secret], input: [UInt8]) throws(SandboxError) {
        var entries: [UInt8] = []
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
            let value = value.reveal()
            guard !name.isEmpty, !name.contains("="), !name.utf8.contains(0), !value.utf8.contains(0) else {
                throw SandboxError(
                    action: "set the environment variable “\(name)”",
                    reason: "a name may not be empty or contain “=”, and neither name nor value a zero byte")
            }
            entries += "\(name)=\(value)".utf8
            entries.append(0)
        }
        var random = SystemRandomNumberGenerator()
        key = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
        bytes =
            Array("AIRUT1\n".utf8) + key + Self.bigEndian(entries.count, 4) + Self.bigEndian(input.count, 8) + entries
            + input
    }

    /// Whether `airut-init` ran: it says so first of all, and what came before is Podman's.
    func reportsStart(_ errorHead: [UInt8]) -> Bool { Self.text(errorHead).contains(startedReport) }

    /// Whether the kernel killed a process for want of memory.
    func reportsOutOfMemory(_ errorTail: [UInt8]) -> Bool { Self.text(errorTail).contains(outOfMemoryReport) }

    /// Whether the command came to an end of its own; if not, something outside of the container ended it.
    func reportsEnd(_ errorTail: [UInt8]) -> Bool { Self.text(errorTail).contains(endedReport) }

    /// Standard error without `airut-init`'s reports to us.
    func withoutReports(_ errorTail: [UInt8]) -> [UInt8] {
        let reports = [startedReport, outOfMemoryReport, endedReport].map { Array($0.utf8) }
        let lines = errorTail.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        var others: [ArraySlice<UInt8>] = []
        for line in lines {
            if reports.contains(where: line.starts) {
                // It begins on a line of its own, whether or not one was unfinished.
                if others.last?.isEmpty == true { others.removeLast() }
            } else {
                others.append(line)
            }
        }
        return Array(others.joined(separator: [UInt8(ascii: "\n")]))
    }

    /// The first half of the key only: a quick command might read it from its standard error.
    private var startedReport: String { "airut-init \(Self.hexadecimal(key.prefix(8))) started" }
    private var endedReport: String { "airut-init \(Self.hexadecimal(key.suffix(8))) ended " }
    private var outOfMemoryReport: String { "airut-init \(Self.hexadecimal(key.suffix(8))) out-of-memory " }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private static func bigEndian(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
