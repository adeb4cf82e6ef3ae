import AirutModel

/// What a setting amounts to once defaults, variables and what depends on other settings are filled in.
indirect enum EffectiveValue: Hashable, Sendable {
    /// Not written, and without a default of its own.
    case nothing
    case text(String)
    case secret(Secret)
    case list([EffectiveValue])
    /// Entries by names the operator chose.
    case map([Entry])
    case section([EffectiveSetting])

    struct Entry: Hashable, Sendable {
        let key: String
        let value: EffectiveValue
    }

    static func map(_ entries: [String: EffectiveValue]) -> Self {
        .map(entries.sorted { $0.key < $1.key }.map { Entry(key: $0.key, value: $0.value) })
    }
}

/// One documented setting with its effective value.
struct EffectiveSetting: Hashable, Sendable {
    let key: String
    let value: EffectiveValue
    /// Where the value comes from when there is none: "the server's".
    let fallback: String?
    let isDefault: Bool
    /// What a change does.
    let reload: ReloadScope
}
