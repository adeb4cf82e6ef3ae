import Foundation

/// The folder of this project, seen from this file.
enum ProjectFolder {
    static let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path()
}
