import Foundation

/// What a process uses, as the kernel says.
struct ProcessUsage: Sendable {
    let id: Int32

    /// Processor time of the process and of the children it has waited for.
    var seconds: (own: Double, children: Double) {
        guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return (0, 0) }
        let fields = text[text.index(after: end)...].split(separator: " ").map { Double($0) ?? 0 }
        guard fields.count > 14 else { return (0, 0) }
        let tick = Double(sysconf(Int32(_SC_CLK_TCK)))
        return ((fields[11] + fields[12]) / tick, (fields[13] + fields[14]) / tick)
    }

    /// Its share of the memory it uses: what several processes share counts in parts.
    var proportionalBytes: Int { bytes("smaps_rollup", "Pss") }
    var residentBytes: Int { bytes("status", "VmRSS") }
    var threads: Int { bytes("status", "Threads") >> 10 }
    var files: Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/fd").count) ?? 0 }

    /// Children that run the same program, such as the guard.
    var kin: [ProcessUsage] {
        let text = (try? String(contentsOfFile: "/proc/\(id)/task/\(id)/children", encoding: .utf8)) ?? ""
        let listed = text.split(separator: " ").compactMap { Int32($0) }
        return (listed.isEmpty ? scannedChildren : listed).map { ProcessUsage(id: $0) }
    }

    /// A thread's children are listed with it, and it may have been any.
    private var scannedChildren: [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task")) ?? []
        return names.flatMap { thread in
            ((try? String(contentsOfFile: "/proc/\(id)/task/\(thread)/children", encoding: .utf8)) ?? "").split(
                separator: " "
            ).compactMap { Int32($0) }
        }
    }

    private func bytes(_ file: String, _ field: String) -> Int {
        let text = (try? String(contentsOfFile: "/proc/\(id)/\(file)", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(field + ":") } ?? ""
        return (line.split { " \t".contains($0) }.dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }
}
