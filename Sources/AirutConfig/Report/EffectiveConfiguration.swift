extension ServerConfiguration {
    /// Every setting with the value it has, defaults included, as YAML; secrets are dots.
    public var effectiveText: String {
        EffectiveConfiguration.lines(effectiveSettings, indent: "").joined(separator: "\n") + "\n"
    }
}

/// Writes effective settings down.
enum EffectiveConfiguration {
    static func lines(_ settings: [EffectiveSetting], indent: String) -> [String] {
        settings.flatMap { setting -> [String] in
            let lines = lines(setting.value, key: EffectiveText.yaml(setting.key), fallback: setting.fallback, indent)
            return setting.isDefault && lines.count == 1 && setting.value != .nothing
                ? [lines[0] + "  # default"] : lines
        }
    }

    private static func lines(_ value: EffectiveValue, key: String, fallback: String?, _ indent: String) -> [String] {
        let inner = indent + "  "
        switch value {
        case .nothing: return ["\(indent)# \(key): \(fallback ?? "none")"]
        case .text(let text): return ["\(indent)\(key): \(EffectiveText.yaml(text))"]
        case .secret: return ["\(indent)\(key): •••"]
        case .list([]): return ["\(indent)\(key): []"]
        case .map([]): return ["\(indent)\(key): {}"]
        case .section(let settings): return ["\(indent)\(key):"] + lines(settings, indent: inner)
        case .list(let values): return ["\(indent)\(key):"] + values.flatMap { element($0, inner) }
        case .map(let entries):
            return ["\(indent)\(key):"]
                + entries.flatMap { lines($0.value, key: EffectiveText.yaml($0.key), fallback: nil, inner) }
        }
    }

    /// Lists hold single values; what else they may hold one day stands on one line.
    private static func element(_ value: EffectiveValue, _ indent: String) -> [String] {
        switch value {
        case .text(let text): ["\(indent)- \(EffectiveText.yaml(text))"]
        default: ["\(indent)- •••"]
        }
    }
}
