import Foundation

/// A process as `/proc` shows it.
struct LivingProcess: Hashable, Sendable {
    let id: pid_t
    let parent: pid_t
    /// When it began, in the kernel's ticks: numbers of processes are used again, pairs of both are not.
    let begin: UInt64
    let name: String

    /// Read when asked for: most processes are nobody's business here. Empty once it has ended.
    var arguments: [String] { Self.text(of: "/proc/\(id)/cmdline")?.split(separator: "\0").map(String.init) ?? [] }

    /// `nil` when it has ended, also when nobody has asked how.
    init?(id: pid_t) {
        guard let line = Self.text(of: "/proc/\(id)/stat"), let open = line.firstIndex(of: "("),
            let close = line.lastIndex(of: ")")
        else { return nil }
        // From the third field on (proc(5)): state, parent …, the start time is the 22nd.
        let fields = line[line.index(after: close)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X", let parent = pid_t(fields[1]),
            let begin = UInt64(fields[19])
        else { return nil }
        self.id = id
        self.parent = parent
        self.begin = begin
        name = String(line[line.index(after: open)..<close])
    }

    /// Every process there is.
    static var all: [LivingProcess] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.compactMap(LivingProcess.init(id:))
    }

    /// Whether this very process still lives.
    var isAlive: Bool { LivingProcess(id: id)?.begin == begin }

    /// Sends the signal unless the number belongs to another process by now.
    func signal(_ number: Int32) {
        if isAlive { kill(id, number) }
    }

    /// Files of `/proc` come in pieces.
    static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 8192)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
