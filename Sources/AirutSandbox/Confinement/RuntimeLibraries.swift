import Glibc

/// Where this process's own shared libraries lie: our other programs are linked to the same ones.
public enum RuntimeLibraries {
    /// Folders of mapped libraries outside the system's own, without repetitions.
    public static let folders: [String] = {
        let maps = ProcessFile.text("/proc/self/maps")
        var folders: Set<String> = []
        for line in maps.split(separator: "\n") {
            guard let begin = line.firstIndex(of: "/"), line.contains(".so") else { continue }
            let path = line[begin...]
            guard let end = path.lastIndex(of: "/"), end != path.startIndex else { continue }
            folders.insert(String(path[..<end]))
        }
        return folders.filter { !$0.hasPrefix("/lib") && !$0.hasPrefix("/usr/lib") && !$0.hasPrefix("/tmp") }.sorted()
    }()
}
