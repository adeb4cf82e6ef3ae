/// How GitHub names the files of a checkout, wherever in it a check was begun.
struct AnnotatedPlace {
    /// Absolute path of the checkout; `nil` or empty when it is not known.
    let workspace: String?
    /// Absolute path that files are seen from.
    let folder: String

    /// As seen from the checkout; a file elsewhere keeps its name.
    func name(of file: String) -> String {
        guard let workspace, !workspace.isEmpty else { return file }
        let root = Self.parts(workspace)
        let parts = Self.parts(file.hasPrefix("/") ? file : "\(folder)/\(file)")
        guard parts.count > root.count, parts.starts(with: root) else { return file }
        return parts.dropFirst(root.count).joined(separator: "/")
    }

    /// By the text alone: nothing is looked up.
    private static func parts(_ path: String) -> [Substring] {
        path.split(separator: "/").reduce(into: []) { parts, part in
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
    }
}
