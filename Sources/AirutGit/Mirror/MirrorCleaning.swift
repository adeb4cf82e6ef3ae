/// Removes what a refresh left in a mirror when it was killed; whoever holds the mirror's ``FileLock`` may.
enum MirrorCleaning {
    static func run(in mirror: String) {
        guard let folder = Folder(path: mirror) else { return }
        _ = remove(in: folder, where: Leftover.isLock)
        removeBelow(FileName("refs"), in: folder, where: Leftover.isLock)
        removeBelow(FileName("objects"), in: folder, where: Leftover.isTemporary)
        if let packs = Folder(path: "\(mirror)/objects/pack") { removeHalves(in: packs) }
    }

    /// A pack and its index come and go one after the other. Nobody reads one without the other.
    private static func removeHalves(in packs: borrowing Folder) {
        let names = Set((packs.entries() ?? []).filter(\.isFile).map(\.name))
        let pack = FileName(".pack"), index = FileName(".idx")
        for name in names {
            let isHalf =
                name.suffix(5) == pack[...] && !names.contains(name.dropLast(5) + index)
                || name.suffix(4) == index[...] && !names.contains(name.dropLast(4) + pack)
            if isHalf { _ = packs.removeTree(name) }
        }
    }

    private static func removeBelow(_ name: FileName, in parent: borrowing Folder, where isLeftover: (FileName) -> Bool)
    {
        guard let folder = Folder(name, in: parent) else { return }
        for name in remove(in: folder, where: isLeftover) { removeBelow(name, in: folder, where: isLeftover) }
    }

    /// - Returns: the folders in it.
    private static func remove(in folder: borrowing Folder, where isLeftover: (FileName) -> Bool) -> [FileName] {
        let entries = folder.entries() ?? []
        for entry in entries where entry.isFile && isLeftover(entry.name) { _ = folder.removeTree(entry.name) }
        return entries.filter(\.isFolder).map(\.name)
    }
}
