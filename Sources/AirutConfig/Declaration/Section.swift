/// A mapping of settings, each declared once in ``fields``: decoder, schema, reference and example read that list.
///
/// A property's initial value is the setting's default. Required settings and keys that come from elsewhere have a
/// placeholder there, which nobody sees: a section with a missing setting is never handed out.
protocol Section: Sendable {
    /// What the section is about, a sentence.
    static var documentation: String { get }
    static var fields: [Field<Self>] { get }
    /// What a change does, where the field does not say otherwise.
    static var reload: ReloadScope { get }
    /// The setting a plain value stands for where the section's mapping is expected: `publish: branch`.
    static var shorthand: String? { get }

    init()

    /// Fills in what depends on several settings and reports what contradicts itself. Called after all fields.
    mutating func complete(_ scope: inout SectionScope)
}

extension Section {
    static var shorthand: String? { nil }
    mutating func complete(_ scope: inout SectionScope) {}

    static var shape: SectionShape {
        SectionShape(
            name: String(describing: Self.self), documentation: documentation, shorthand: shorthand, reload: reload,
            fields: { fields.map(\.description) })
    }

    /// Every documented setting with the value it has here.
    var effectiveSettings: [EffectiveSetting] {
        let standard = Self()
        return Self.fields.filter(\.description.isDocumented).map { field in
            let value = field.effective(self)
            let fallback = if case .phrase(let text) = field.description.fallback { text } else { String?.none }
            return EffectiveSetting(
                key: field.description.key, value: value, fallback: fallback,
                isDefault: value == field.effective(standard), reload: field.description.reload ?? Self.reload)
        }
    }
}
