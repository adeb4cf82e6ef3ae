import AirutPolicy
import Glibc

/// Compares a work tree with the tree of its `HEAD` by reading every file that is tracked or not ignored.
///
/// The agent's index takes no part: it is hostile input, and what counts is what the files say. Folders are walked by
/// descriptor, links never followed, only regular files opened; nested repositories and submodules are left as they are.
struct WorkTreeScan: ~Copyable {
    /// A larger file is not committed; GitHub refuses it anyway.
    static let largestFileBytes = 100 << 20
    private static let deepest = 128

    private let tracked: [FileName: TreeEntry]
    /// Every folder that has something tracked below it.
    private let trackedFolders: Set<FileName>
    private let blobs: BlobWriter
    private let budget: StepBudget
    /// Whether it was said that no more new files are taken.
    private var hasGivenUp = false
    /// The tracked paths in order, once they are needed.
    private var ordered: [FileName]?
    private var seen: Set<FileName> = []
    private var changes = WorkTreeChanges()

    /// - Parameter budget: for ignore rules.
    init(tracked: [FileName: TreeEntry], blobs: consuming BlobWriter, budget: StepBudget = StepBudget()) {
        self.tracked = tracked
        self.budget = budget
        self.blobs = blobs
        var folders: Set<FileName> = []
        for path in tracked.keys {
            var folder = path.parent
            while let current = folder, folders.insert(current).inserted { folder = current.parent }
        }
        trackedFolders = folders
    }

    /// - Parameter excludes: the content of `.git/info/exclude`.
    consuming func run(_ root: borrowing Folder, excludes: [UInt8]) throws(GitFailure) -> WorkTreeChanges {
        var ignores = IgnoreStack(within: budget)
        let rules = IgnoreRules(excludes, within: budget)
        if let rules { ignores.push(rules, folder: []) } else { noteTooManyRules(".git/info/exclude", folder: []) }
        try scan(root, path: [], ignores: ignores, isIgnored: rules == nil, depth: 0)
        changes.removed = tracked.keys.filter { !seen.contains($0) }
        return changes
    }

    private mutating func scan(
        _ folder: borrowing Folder, path: FileName, ignores: IgnoreStack, isIgnored: Bool, depth: Int
    ) throws(GitFailure) {
        guard depth < Self.deepest else { return leaveAlone(path, because: "is nested too deeply") }
        guard let entries = folder.entries() else { return leaveAlone(path, because: "cannot be read") }
        var ignores = ignores
        let isIgnored = isIgnored || !readRules(in: folder, path: path, into: &ignores)
        for entry in entries {
            let child = path.appending(entry.name)
            if ReservedName.isReserved(entry.name) {
                if !path.isEmpty || entry.name != FileName(".git") {
                    leaveAlone(child, because: "has a name reserved for git")
                }
            } else if entry.isFolder {
                let isIgnored = isIgnored || isLeftOut(child, isFolder: true, by: ignores)
                try scanFolder(
                    entry.name, in: folder, path: child, ignores: ignores, isIgnored: isIgnored, depth: depth)
            } else if tracked[child] != nil || !(isIgnored || isLeftOut(child, isFolder: false, by: ignores)) {
                try compare(entry, in: folder, path: child)
            }
        }
    }

    /// - Returns: `false` when the folder's rules are too many, so that what is new in it is left out.
    private mutating func readRules(
        in folder: borrowing Folder, path: FileName, into ignores: inout IgnoreStack
    ) -> Bool {
        let name = FileName(".gitignore")
        guard let file = folder.openFile(name) else { return true }
        defer { close(file) }
        if let content = ByteFile.read(file, limitBytes: 1 << 20), let rules = IgnoreRules(content, within: budget) {
            ignores.push(rules, folder: path)
            return true
        }
        noteTooManyRules(path.appending(name).printable, folder: path)
        return false
    }

    private mutating func noteTooManyRules(_ file: String, folder: FileName) {
        let place = folder.isEmpty ? "the workspace" : folder.printable
        changes.notes.add("\(file) has too many rules: new files in \(place) were not committed")
    }

    /// Whether a path that is not tracked stays out of the commit.
    private mutating func isLeftOut(_ path: FileName, isFolder: Bool, by ignores: IgnoreStack) -> Bool {
        if let isIgnored = ignores.isIgnored(path, isFolder: isFolder) { return isIgnored }
        if !hasGivenUp {
            changes.notes.add(
                "ignore rules take too long to follow: new files from \(path.printable) on were not committed")
        }
        hasGivenUp = true
        return true
    }

    private mutating func scanFolder(
        _ name: FileName, in parent: borrowing Folder, path: FileName, ignores: IgnoreStack, isIgnored: Bool, depth: Int
    ) throws(GitFailure) {
        if tracked[path]?.kind == .submodule {
            seen.insert(path)
            return
        }
        let isTracked = trackedFolders.contains(path)
        if isIgnored && !isTracked { return }
        guard let folder = Folder(name, in: parent) else { return leaveAlone(path, because: "cannot be read") }
        if !isTracked, folder.entry(FileName(".git")) != nil {
            return leaveAlone(path, because: "is a repository of its own")
        }
        try scan(folder, path: path, ignores: ignores, isIgnored: isIgnored, depth: depth + 1)
    }

    /// Takes one file or link into account.
    private mutating func compare(
        _ entry: Folder.Entry, in folder: borrowing Folder, path: FileName
    ) throws(GitFailure) {
        let old = tracked[path]
        var new: TreeEntry?
        if entry.isLink {
            guard let target = folder.readLink(entry.name) else { return leaveAlone(path, because: "cannot be read") }
            new = TreeEntry(kind: .link, id: try blobs.id(of: target, known: old))
        } else if entry.isFile {
            if entry.status.st_size > Self.largestFileBytes {
                return leaveAlone(path, because: "has more than \(Self.largestFileBytes >> 20) MiB")
            }
            guard let content = folder.readFile(entry.name, limitBytes: Self.largestFileBytes) else {
                return leaveAlone(path, because: "cannot be read")
            }
            let kind: TreeEntry.Kind = entry.status.st_mode & S_IXUSR != 0 ? .executable : .file
            new = TreeEntry(kind: kind, id: try blobs.id(ofFile: content, path: path, known: old))
        } else {
            return leaveAlone(path, because: "is neither file, folder nor link")
        }
        seen.insert(path)
        if new != old { changes.written[path] = new }
    }

    /// Keeps what `HEAD` has at and below a path, and says so.
    private mutating func leaveAlone(_ path: FileName, because reason: String) {
        if tracked[path] != nil { seen.insert(path) }
        if path.isEmpty || trackedFolders.contains(path) { seen.formUnion(trackedPaths(below: path.appending([]))) }
        changes.notes.add("\(path.printable) \(reason) and was not committed")
    }

    /// - Parameter prefix: ends with `/`, or is empty for everything.
    private mutating func trackedPaths(below prefix: FileName) -> ArraySlice<FileName> {
        let paths = ordered ?? tracked.keys.sorted { $0.lexicographicallyPrecedes($1) }
        ordered = paths
        var (low, high) = (0, paths.count)
        while low < high {
            let middle = (low + high) / 2
            if paths[middle].lexicographicallyPrecedes(prefix) { low = middle + 1 } else { high = middle }
        }
        return paths[low...].prefix { $0.starts(with: prefix) }
    }
}
