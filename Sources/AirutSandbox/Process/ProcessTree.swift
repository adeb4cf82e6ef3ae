import FoundationEssentials

/// Who started whom, as `/proc` tells it.
enum ProcessTree {
    /// Every living process that descends from `root` through living parents, without `root`.
    static func descendants(of root: Int32) -> [Int32] {
        var children: [Int32: [Int32]] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let pid = Int32(name), let parent = parent(of: pid) else { continue }
            children[parent, default: []].append(pid)
        }
        var found: [Int32] = []
        var unvisited = children[root] ?? []
        while let next = unvisited.popLast() {
            found.append(next)
            unvisited += children[next] ?? []
        }
        return found
    }

    /// Descendants without those that run the same command line as `root`: a program that executed itself once more, as
    /// Podman does without root, to do there what it was called for.
    static func helpers(of root: Int32) -> [Int32] {
        let line = ProcessFile.bytes("/proc/\(root)/cmdline")
        return descendants(of: root).filter { ProcessFile.bytes("/proc/\($0)/cmdline") != line }
    }

    /// The real user of a process; `nil` when it is gone.
    static func user(of pid: Int32) -> UInt32? {
        let line = ProcessFile.text("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix("Uid:") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { UInt32($0) }
    }

    /// Every process among whose arguments these stand, one after the other.
    static func processes(withArguments arguments: [String]) -> [Int32] {
        let wanted = Array(("\0" + arguments.joined(separator: "\0") + "\0").utf8)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { pid in
            let line = ProcessFile.bytes("/proc/\(pid)/cmdline")
            return line.indices.contains { line[$0] == 0 && line[$0...].starts(with: wanted) }
        }
    }

    /// As the kernel knows it, cut to 15 bytes; empty when the process is gone.
    static func name(of pid: Int32) -> String {
        let text = try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)
        return text.map { String($0.prefix { $0 != "\n" }) } ?? ""
    }

    /// The second field after the command's name, which stands in parentheses and may contain any character (proc(5)).
    private static func parent(of pid: Int32) -> Int32? {
        let line = ProcessFile.text("/proc/\(pid)/stat")
        guard let end = line.lastIndex(of: ")") else { return nil }
        let fields = line[line.index(after: end)...].split(separator: " ", maxSplits: 2)
        return fields.count > 1 ? Int32(fields[1]) : nil
    }
}
