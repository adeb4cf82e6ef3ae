import FoundationEssentials
import Glibc

/// A working copy, looked at from outside: nothing in it is run, and git is not asked.
struct Checkout {
    let path: String
    /// The checkout itself, then the folders in it by name.
    let folders: [CheckoutFolder]

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let foreign: Set<String> = [
        "node_modules", "vendor", "third_party", "dist", "build", "target", "venv", "bin", "obj",
    ]

    init(path: String) throws(Failure) {
        guard let root = CheckoutFolder(path: path) else {
            throw Failure(description: "\(path) is no folder that can be read")
        }
        self.path = path
        let inner = root.names.filter { !$0.hasPrefix(".") && !Self.foreign.contains($0) }
        folders = [root] + inner.compactMap { CheckoutFolder(path: "\(path)/\($0)") }
    }

    var root: CheckoutFolder { folders[0] }

    /// The first folder's file of that name.
    func text(_ name: String) -> String? { folders.lazy.compactMap { $0.text(name) }.first }
}

/// The names in one folder of a checkout.
struct CheckoutFolder {
    let path: String
    /// Sorted.
    let names: [String]

    /// `nil` for what is no folder. Links are not followed.
    init?(path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0,
            status.st_mode & S_IFMT == S_IFDIR || path.hasSuffix("/.") || path == ".",
            let names = try? FileManager.default.contentsOfDirectory(atPath: path)
        else { return nil }
        self.path = path
        self.names = names.sorted()
    }

    func has(_ name: String) -> Bool { names.contains(name) }

    func hasFile(ending suffix: String) -> Bool { names.contains { $0.hasSuffix(suffix) } }

    var hasCSources: Bool { [".c", ".cc", ".cpp", ".cxx", ".h", ".hpp"].contains(where: hasFile(ending:)) }

    /// The beginning of a file; `nil` when there is none.
    func text(_ name: String) -> String? {
        guard has(name) else { return nil }
        let descriptor = unsafe open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
