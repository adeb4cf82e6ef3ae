public import AirutModel

extension ServerConfiguration {
    /// Every setting that amounts to something else in another configuration: defaults, variables and secrets count as
    /// what they stand for. A repository that only one of them has is one change.
    public func changes(to other: ServerConfiguration) -> [SettingChange] {
        Self.changes(from: effectiveSettings, to: other.effectiveSettings, at: [])
    }

    /// The same, only of what a repository has to do with.
    public func changes(to other: ServerConfiguration, concerning id: RepositoryID) -> [SettingChange] {
        changes(to: other) { $0 == id }
    }

    /// The same, only of what all repositories share.
    public func sharedChanges(to other: ServerConfiguration) -> [SettingChange] { changes(to: other) { _ in false } }

    private func changes(to other: ServerConfiguration, where isWanted: (RepositoryID) -> Bool) -> [SettingChange] {
        var (old, new) = (self, other)
        old.repositories.removeAll { !isWanted($0.id) }
        new.repositories.removeAll { !isWanted($0.id) }
        return old.changes(to: new)
    }

    /// Both describe the same section, so they have the same settings in the same order.
    private static func changes(
        from old: [EffectiveSetting], to new: [EffectiveSetting], at path: [String]
    ) -> [SettingChange] {
        zip(old, new).flatMap { old, new in
            changes(from: old.value, to: new.value, at: path + [old.key], old.reload)
        }
    }

    private static func changes(
        from old: EffectiveValue, to new: EffectiveValue, at path: [String], _ scope: ReloadScope
    ) -> [SettingChange] {
        switch (old, new) {
        case (.section(let old), .section(let new)): return changes(from: old, to: new, at: path)
        case (.map(let old), .map(let new)):
            let left = Dictionary(old.map { ($0.key, $0.value) }) { first, _ in first }
            let right = Dictionary(new.map { ($0.key, $0.value) }) { first, _ in first }
            return Set(left.keys).union(right.keys).sorted().flatMap { key in
                changes(from: left[key] ?? .nothing, to: right[key] ?? .nothing, at: path + [key], scope)
            }
        default: return old == new ? [] : [SettingChange(path: path, scope: scope)]
        }
    }
}
