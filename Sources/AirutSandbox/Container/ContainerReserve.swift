/// What must stay free on every disk that containers write to.
struct ContainerReserve: Hashable, Sendable {
    /// On a large disk.
    let mostBytes: Int
    /// Of a small disk's size.
    let percent: Int

    /// The first of the disks on which less is free; `nil` when none of them is short, or tells.
    ///
    /// - Parameter isBeginning: to begin something needs a quarter more than to go on, so that it is not stopped at once.
    func shortage(at paths: [String], isBeginning: Bool = false) -> (path: String, freeBytes: Int)? {
        for path in paths {
            guard let space = DiskSpace(at: path) else { continue }
            let reserve = space.share(percent: percent, atMost: mostBytes)
            if space.freeBytes < (isBeginning ? reserve / 4 * 5 : reserve) { return (path, space.freeBytes) }
        }
        return nil
    }
}
