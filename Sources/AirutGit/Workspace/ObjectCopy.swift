import AirutPolicy
import CGit2
import Glibc

/// Copies an object database, complete packs and loose objects only, sharing blocks where the file system can and inodes
/// never.
enum ObjectCopy {
    static func copy(
        _ source: borrowing Folder, to target: borrowing Folder, action: String
    ) throws(GitFailure) {
        for entry in source.entries() ?? []
        where entry.isFolder && (isFanOut(entry.name) || entry.name == FileName("pack")) {
            guard let from = Folder(entry.name, in: source), target.makeFolder(entry.name),
                let to = Folder(entry.name, in: target)
            else { throw GitFailure(kind: .other, action: action, reason: "its objects cannot be copied") }
            for name in files(of: from, isPackFolder: entry.name == FileName("pack")) where !copyFile(name, from, to) {
                throw GitFailure(
                    kind: .other, action: action, reason: "\(name.printable) cannot be copied: \(systemError())")
            }
        }
    }

    /// In a pack folder only packs that have their index: anything else is temporary or can be made again.
    private static func files(of folder: borrowing Folder, isPackFolder: Bool) -> [FileName] {
        let files = (folder.entries() ?? []).filter(\.isFile).map(\.name)
        guard isPackFolder else { return files.filter { $0.count == 38 } }
        let index = FileName(".idx"), pack = FileName(".pack")
        let names = Set(files)
        let stems = files.filter { $0.starts(with: FileName("pack-")) && $0.suffix(4) == index[...] }.map {
            $0.dropLast(4)
        }
        return stems.filter { names.contains($0 + pack) }.flatMap { [$0 + pack, $0 + index] }
    }

    private static func isFanOut(_ name: FileName) -> Bool {
        name.count == 2 && name.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private static func copyFile(_ name: FileName, _ from: borrowing Folder, _ to: borrowing Folder) -> Bool {
        guard let input = from.openFile(name) else { return false }
        defer { close(input) }
        let number = to.descriptor
        let output = name.withCString { unsafe openat(number, $0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o444) }
        guard output >= 0 else { return false }
        defer { close(output) }
        return copyContent(input, output)
    }

    /// In the kernel where that is possible (blocks are then shared on file systems that can), else through memory.
    private static func copyContent(_ input: Int32, _ output: Int32) -> Bool {
        var count = airut_copy_step(input, output)
        while count > 0 { count = airut_copy_step(input, output) }
        if count == 0 { return true }
        guard lseek(input, 0, SEEK_CUR) == 0, let bytes = ByteFile.read(input) else { return false }
        return ByteFile.write(bytes, to: output)
    }
}

/// The current `errno` in words.
func systemError() -> String { unsafe String(cString: strerror(errno)) }
