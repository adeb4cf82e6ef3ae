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

    /// Every process among whose arguments these stand, one after the other.
    static func processes(withArguments arguments: [String]) -> [Int32] {
        let wanted = Array(("\0" + arguments.joined(separator: "\0") + "\0").utf8)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { pid in
            guard let line = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/cmdline")) else { return false }
            return Array(line).contains(wanted)
        }
    }

    /// The second field after the command's name, which stands in parentheses and may contain any character (proc(5)).
    private static func parent(of pid: Int32) -> Int32? {
        guard let line = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = line.lastIndex(of: ")")
        else { return nil }
        let fields = line[line.index(after: end)...].split(separator: " ", maxSplits: 2)
        return fields.count > 1 ? Int32(fields[1]) : nil
    }
}
