/// A mapping of settings, each declared once in ``fields``: decoder, schema, reference and example read that list.
///
/// A property's initial value is the setting's default. Required settings and keys that come from elsewhere have a
/// placeholder there, which nobody sees: a section with a missing setting is never handed out.
protocol Section: Sendable {
    /// What the section is about, a sentence.
    static var documentation: String { get }
    static var fields: [Field<Self>] { get }
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
            name: String(describing: Self.self), documentation: documentation, shorthand: shorthand,
            fields: { fields.map(\.description) })
    }
}
