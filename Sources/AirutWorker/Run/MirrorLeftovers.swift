import FoundationEssentials

/// What a git process that was killed left of a fetch. The next fetch would remove it, but none begins on a full disk.
enum MirrorLeftovers {
    /// To be called while nobody else fetches into the mirror.
    static func remove(beside mirror: String) {
        guard let slash = mirror.lastIndex(of: "/") else { return }
        let folder = String(mirror[..<slash])
        let name = mirror[mirror.index(after: slash)...]
        remove(in: folder) { $0.hasPrefix("\(name).new-") }
        // The names libgit2 gives to packs and indexes that are not finished.
        remove(in: mirror + "/objects/pack") { $0.contains("_git2_") }
    }

    private static func remove(in folder: String, where isLeftover: (String) -> Bool) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where isLeftover(name) {
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }
}
