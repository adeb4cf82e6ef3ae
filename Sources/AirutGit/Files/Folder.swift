import AirutPolicy
import Glibc

/// An open folder. Everything in it is reached by name relative to this descriptor and never through a symbolic link.
struct Folder: ~Copyable {
    /// What a name stands for.
    struct Entry {
        let name: FileName
        let status: stat
        var kind: mode_t { status.st_mode & S_IFMT }
        var isFolder: Bool { kind == S_IFDIR }
        var isFile: Bool { kind == S_IFREG }
        var isLink: Bool { kind == S_IFLNK }
    }

    let descriptor: Int32

    /// Opens a folder by path; the last component may not be a symbolic link.
    init?(path: String) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
    }

    /// Opens a folder in this one.
    init?(_ name: FileName, in parent: borrowing Folder) {
        let number = parent.descriptor
        let descriptor = name.withCString {
            unsafe openat(number, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        }
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Everything in the folder but `.` and `..`, sorted by name; `nil` when it cannot be read.
    func entries() -> [Entry]? {
        guard let names = names() else { return nil }
        return names.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { entry($0) }
    }

    /// Paths, relative to this folder, of what is no folder in the one of that name and below it.
    func files(below name: FileName) -> [FileName] {
        guard let folder = Folder(name, in: self) else { return [] }
        return (folder.entries() ?? []).flatMap { entry in
            (entry.isFolder ? folder.files(below: entry.name) : [entry.name]).map { name.appending($0) }
        }
    }

    /// `nil` when there is no such name.
    func entry(_ name: FileName) -> Entry? {
        var status = stat()
        let result = name.withCString { unsafe fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) }
        return result == 0 ? Entry(name: name, status: status) : nil
    }

    private func names() -> [FileName]? {
        let own = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0, let stream = unsafe fdopendir(own) else { return nil }
        defer { unsafe closedir(stream) }
        var names: [FileName] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe FileName($0.prefix { $0 != 0 }) }
            if name != FileName("."), name != FileName("..") { names.append(name) }
        }
        return names
    }
}
