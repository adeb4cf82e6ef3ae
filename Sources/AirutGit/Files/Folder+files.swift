import Glibc

extension Folder {
    /// Opens a regular file for reading; `nil` for anything else. Never waits, as opening a pipe would.
    func openFile(_ name: FileName) -> Int32? {
        let file = name.withCString {
            unsafe openat(descriptor, $0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        }
        guard file >= 0 else { return nil }
        var status = stat()
        guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(file)
            return nil
        }
        return file
    }

    /// A regular file's content; `nil` for anything else, on an error, or beyond the limit.
    func readFile(_ name: FileName, limitBytes: Int) -> [UInt8]? {
        guard let file = openFile(name) else { return nil }
        defer { close(file) }
        return ByteFile.read(file, limitBytes: limitBytes)
    }

    /// Where a symbolic link points; `nil` when it cannot be read.
    func readLink(_ name: FileName) -> [UInt8]? {
        let target = unsafe [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
            count = name.withCString {
                let bytes = unsafe UnsafeMutableRawPointer(buffer.baseAddress!).assumingMemoryBound(to: CChar.self)
                return max(0, unsafe readlinkat(descriptor, $0, bytes, buffer.count))
            }
        }
        return target.isEmpty ? nil : target
    }

    /// Creates or replaces a file by renaming a new one into place.
    func writeFile(_ name: FileName, _ bytes: [UInt8]) -> Bool {
        let temporary = name + FileName(".airut-new")
        _ = removeTree(temporary)
        let file = temporary.withCString {
            unsafe openat(descriptor, $0, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        }
        guard file >= 0 else { return false }
        defer { close(file) }
        guard ByteFile.write(bytes, to: file) else { return false }
        return temporary.withCString { from in
            name.withCString { to in unsafe renameat(descriptor, from, descriptor, to) == 0 }
        }
    }

    func makeFolder(_ name: FileName) -> Bool { name.withCString { unsafe mkdirat(descriptor, $0, 0o755) == 0 } }

    /// Removes whatever the name stands for, folders with their content; links are removed, not followed.
    ///
    /// - Returns: whether nothing is left.
    func removeTree(_ name: FileName) -> Bool {
        guard let entry = entry(name) else { return true }
        if entry.isFolder, let folder = Folder(name, in: self) {
            for child in folder.entries() ?? [] { _ = folder.removeTree(child.name) }
        }
        return name.withCString { unsafe unlinkat(descriptor, $0, entry.isFolder ? AT_REMOVEDIR : 0) == 0 }
    }
}
