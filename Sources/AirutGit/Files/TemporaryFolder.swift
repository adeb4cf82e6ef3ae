import AirutPolicy
import Glibc

/// A private folder below `TMPDIR` or `/tmp`, removed with this value.
///
/// Whoever may kill the process gives it a `TMPDIR` of its own and removes that afterwards.
final class TemporaryFolder {
    let path: String

    /// - Parameter action: what it is needed for, for the failure.
    init(for action: String) throws(GitFailure) {
        let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/airut-git-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { unsafe mkdtemp($0.baseAddress!) != nil }
        guard made else {
            throw GitFailure(
                kind: .other, action: action, reason: "no folder can be made in \(parent): \(systemError())")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        let parts = path.split(separator: "/")
        let parent = Folder(path: "/" + parts.dropLast().joined(separator: "/"))
        _ = parent?.removeTree(FileName(String(parts.last ?? "")))
    }
}
