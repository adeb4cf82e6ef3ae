import CGit2

/// One leaf of a tree: anything but a folder.
struct TreeEntry: Hashable {
    enum Kind { case file, executable, link, submodule }

    var kind: Kind
    var id: ObjectID

    /// git's mode of the entry.
    var mode: UInt32 {
        switch kind {
        case .file: GIT_FILEMODE_BLOB.rawValue
        case .executable: GIT_FILEMODE_BLOB_EXECUTABLE.rawValue
        case .link: GIT_FILEMODE_LINK.rawValue
        case .submodule: GIT_FILEMODE_COMMIT.rawValue
        }
    }
}

extension TreeEntry.Kind {
    init(mode: UInt32) {
        switch mode {
        case GIT_FILEMODE_BLOB_EXECUTABLE.rawValue: self = .executable
        case GIT_FILEMODE_LINK.rawValue: self = .link
        case GIT_FILEMODE_COMMIT.rawValue: self = .submodule
        default: self = .file
        }
    }
}
