/// How a work tree differs from the tree of its `HEAD`.
struct WorkTreeChanges {
    /// New and changed leaves.
    var written: [FileName: TreeEntry] = [:]
    var removed: [FileName] = []
    var notes = Notes()

    var count: Int { written.count + removed.count }
    var isEmpty: Bool { count == 0 }
}
