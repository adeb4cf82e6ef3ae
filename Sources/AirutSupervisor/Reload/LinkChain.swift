import FoundationEssentials
import Glibc

/// Every place whose change can make a path lead to another file: the folders on its way and each symbolic link.
///
/// Kubernetes puts a new version of mounted files in place by renaming one link that all of them go through.
struct LinkChain: Hashable {
    /// A name in a folder. The folder's path has no links.
    struct Place: Hashable {
        let folder: String
        let name: String

        var path: String { folder == "/" ? "/\(name)" : "\(folder)/\(name)" }
    }

    private(set) var places: Set<Place> = []
    /// What the path leads to, if it is there.
    private(set) var file: String?

    /// As many as the kernel follows.
    private static let mostLinks = 40

    init(_ path: String) {
        var rest = Self.names(path)
        if !path.hasPrefix("/") { rest += Self.names(FileManager.default.currentDirectoryPath) }
        var folder = "/"
        var links = 0
        while let name = rest.popLast() {
            if name == ".." {
                folder = Self.parent(of: folder)
                continue
            }
            let place = Place(folder: folder, name: name)
            places.insert(place)
            guard let kind = Self.kind(of: place.path) else { return }
            if kind == S_IFLNK {
                links += 1
                guard links <= Self.mostLinks, let target = Self.target(of: place.path) else { return }
                if target.hasPrefix("/") { folder = "/" }
                rest += Self.names(target)
            } else {
                folder = place.path
            }
        }
        file = folder
    }

    /// The last one first.
    private static func names(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init).filter { $0 != "." }.reversed()
    }

    private static func parent(of folder: String) -> String {
        guard let slash = folder.lastIndex(of: "/"), slash != folder.startIndex else { return "/" }
        return String(folder[..<slash])
    }

    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    private static func target(of path: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: path)
    }
}
