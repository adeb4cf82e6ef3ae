import AirutYAML
import Glibc

extension RepositoryCheck {
    /// Looks at a working copy. What symbolic links lead to is not looked at: a task does not follow them either, and in
    /// a stranger's repository they may lead to any file of this machine.
    ///
    /// - Parameter place: the folder with a slash at its end, or nothing for the present one.
    public init(folder place: String, settings: RepositorySettings? = nil) {
        var links: [String] = []
        self.init(settings: settings, place: place) { path in
            if let link = Self.link(to: path, in: place) {
                if !links.contains(link) { links.append(link) }
                return nil
            }
            // What cannot be read is not there for a task either; an oversized file is found too large by its reader.
            return try? TextFile.read(place + path, maximumBytes: 8 * YAMLLimits().bytes)
        }
        problems += links.map {
            Problem(
                .error, file: place + $0, sentence: "is a symbolic link, which no task follows: put its target here")
        }
    }

    /// The outermost symbolic link on the way to a file, seen from the folder.
    private static func link(to path: String, in place: String) -> String? {
        let parts = path.split(separator: "/")
        return parts.indices.lazy.map { parts[...$0].joined(separator: "/") }.first { path in
            var status = stat()
            return unsafe lstat(place + path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
        }
    }
}
