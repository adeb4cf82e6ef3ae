import FoundationEssentials
import Glibc

/// Files that a command makes, all or none, and never in the place of others.
///
/// They are written in a folder of their own first and then appear whole; a new folder of them appears at once.
struct NewFiles {
    struct File {
        /// Relative to the folder; its folders are made.
        let path: String
        let text: String
        var mode: mode_t = 0o644
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let folder: String
    /// The last one is the one that others look for.
    let files: [File]

    /// Those that are there already, as they would be written.
    var existing: [String] { files.map(\.path).filter { Self.exists("\(folder)/\($0)") } }

    /// - Throws: ``Failure`` naming every file that exists, or what the system refuses; then nothing was changed.
    func write() throws(Failure) {
        let existing = existing
        guard existing.isEmpty else {
            let names = existing.map { "  \(folder)/\($0)" }.joined(separator: "\n")
            throw Failure(description: "nothing was written, because these exist:\n\(names)")
        }
        if let link = files.lazy.compactMap({ linkedFolder(of: $0.path) }).first {
            throw Failure(description: "nothing was written, because this is a symbolic link: \(link)")
        }
        var made: [() -> Void] = []
        do throws(Failure) {
            try makeFolder(folder, &made)
            let draft = "\(folder)/.airut-new-\(getpid())"
            guard unsafe mkdir(draft, 0o700) == 0 else { throw Self.failure("make the folder \(draft)") }
            defer { try? FileManager.default.removeItem(atPath: draft) }
            for file in files {
                try makeFolder(Self.parent(of: "\(draft)/\(file.path)"), &made)
                try Self.write(file, to: "\(draft)/\(file.path)")
            }
            for file in files { try publish(file.path, from: draft, &made) }
        } catch {
            for undo in made.reversed() { undo() }
            throw error
        }
    }

    /// A link never takes the place of a file, even one that appeared just now; nor does a folder of one with files in it.
    private func publish(_ path: String, from draft: String, _ made: inout [() -> Void]) throws(Failure) {
        let (source, target) = ("\(draft)/\(path)", "\(folder)/\(path)")
        let top = String(path.prefix { $0 != "/" })
        if top != path, !Self.exists("\(folder)/\(top)") {
            guard unsafe rename("\(draft)/\(top)", "\(folder)/\(top)") == 0 else {
                throw Self.failure("write \(folder)/\(top)")
            }
            made.append { [folder] in try? FileManager.default.removeItem(atPath: "\(folder)/\(top)") }
        } else if Self.exists(source) {
            try makeFolder(Self.parent(of: target), &made)
            guard unsafe link(source, target) == 0 else { throw Self.failure("write \(target)") }
            made.append { _ = unsafe unlink(target) }
        }
    }

    /// A link in the place of one of a file's folders: whoever made it would say where the file goes.
    private func linkedFolder(of path: String) -> String? {
        let parts = path.split(separator: "/").dropLast()
        return parts.indices.lazy.map { "\(folder)/" + parts[...$0].joined(separator: "/") }.first { path in
            var status = stat()
            return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
        }
    }

    private func makeFolder(_ path: String, _ made: inout [() -> Void]) throws(Failure) {
        if path.isEmpty || Self.exists(path) { return }
        try makeFolder(Self.parent(of: path), &made)
        guard unsafe mkdir(path, 0o755) == 0 else { throw Self.failure("make the folder \(path)") }
        made.append { _ = unsafe rmdir(path) }
    }

    private static func write(_ file: File, to path: String) throws(Failure) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("write \(path)") }
        defer { close(descriptor) }
        var rest = ArraySlice(Array(file.text.utf8))
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw failure("write \(path)") }
            rest = rest.dropFirst(max(count, 0))
        }
        guard fchmod(descriptor, file.mode) == 0, fsync(descriptor) == 0 else { throw failure("write \(path)") }
    }

    private static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// Also as a symbolic link to nowhere.
    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }

    private static func failure(_ action: String) -> Failure {
        Failure(description: unsafe "cannot \(action): \(String(cString: strerror(errno)))")
    }
}
