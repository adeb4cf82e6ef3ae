import FoundationEssentials
import Glibc

/// Replaces a file's text, so that at every moment the old or the new one is there.
struct FileReplacement {
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let reason: String
        var description: String { "cannot write \(path): \(reason)" }
    }

    private struct Status {
        let owner: uid_t
        let group: gid_t
        let mode: mode_t
    }

    let path: String

    /// Keeps the owner and who may read it; a symbolic link goes on naming the file.
    func write(_ text: String) throws {
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        var status = stat()
        guard unsafe stat(target, &status) == 0 else { throw failure }
        let wanted = Status(owner: status.st_uid, group: status.st_gid, mode: status.st_mode & 0o7777)
        var template = Array("\(target).XXXXXX".utf8CString)
        let descriptor = unsafe mkstemp(&template)
        guard descriptor >= 0 else { throw failure }
        defer { close(descriptor) }
        let draft = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        do {
            try write(Array(text.utf8), to: descriptor, like: wanted)
            guard unsafe rename(draft, target) == 0 else { throw failure }
        } catch {
            _ = unsafe unlink(draft)
            throw error
        }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32, like status: Status) throws {
        // Only root may give files away; whoever may not, owns it already, or cannot keep its owner.
        guard fchown(descriptor, status.owner, status.group) == 0, fchmod(descriptor, status.mode) == 0
        else {
            throw failure
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw failure }
            rest = rest.dropFirst(max(0, count))
        }
        guard fsync(descriptor) == 0 else { throw failure }
    }

    private var failure: Failure { Failure(path: path, reason: unsafe String(cString: strerror(errno))) }
}
