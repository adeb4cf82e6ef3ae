/// What must stay free on every disk that containers write to.
struct ContainerReserve: Hashable, Sendable {
    /// On a large disk.
    let mostBytes: Int
    /// Of a small disk's size.
    let percent: Int

    /// What must be free besides, in eighths of the reserve: so nothing is stopped as soon as it has begun, and builds are
    /// before containers.
    enum Margin: Int {
        case toRun = 0
        case toBuild = 1
        case toBegin = 2
    }

    /// The first of the disks on which less is free; `nil` when none of them is short, or tells.
    func shortage(at paths: [String], _ margin: Margin) -> (path: String, freeBytes: Int)? {
        for path in paths {
            guard let space = DiskSpace(at: path) else { continue }
            let reserve = space.share(percent: percent, atMost: mostBytes)
            if space.freeBytes < reserve / 8 * (8 + margin.rawValue) { return (path, space.freeBytes) }
        }
        return nil
    }

    /// A disk can be filled in a second: it is looked at several times in that.
    static let look: Duration = .milliseconds(250)

    /// Runs a build, and cancels it when too little is left.
    ///
    /// - Throws: ``SandboxError`` of the kind ``SandboxError/Kind/diskFull`` then; what `body` throws.
    func duringBuild(at paths: [String], _ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await body() }
            group.addTask {
                while true {
                    if let (path, free) = shortage(at: paths, .toBuild) {
                        throw SandboxError(
                            kind: .diskFull, action: "build the image",
                            reason: "it was stopped when only \(free >> 20) MiB were left below \(path)")
                    }
                    try await Task.sleep(for: Self.look)
                }
            }
            try await group.next()
        }
    }
}
