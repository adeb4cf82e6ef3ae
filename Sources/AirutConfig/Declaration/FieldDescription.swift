/// A declared setting without its Swift type.
struct FieldDescription: Sendable {
    enum Presence: Sendable {
        case required
        case optional
        /// Another spelling, still read but not documented.
        case legacy
        /// Read for compatibility, without effect; says why.
        case ignored(String)
        /// Refused, with the sentence.
        case unsupported(String)
    }

    /// What holds when the setting is not written.
    enum Fallback: Sendable {
        case none
        /// As it would be written.
        case value(String)
        /// A phrase about where the value comes from.
        case phrase(String)
    }

    let key: String
    let documentation: String
    let presence: Presence
    let shape: Shape
    let fallback: Fallback
    let example: Example?
    /// `nil`: as its section says.
    var reload: ReloadScope?

    init(
        _ key: String, _ documentation: String, _ presence: Presence, _ shape: Shape, fallback: Fallback = .none,
        example: Example? = nil
    ) {
        self.key = key
        self.documentation = documentation
        self.presence = presence
        self.shape = shape
        self.fallback = fallback
        self.example = example
    }

    var isRequired: Bool { if case .required = presence { true } else { false } }
    var isLegacy: Bool { if case .legacy = presence { true } else { false } }

    /// Whether the setting belongs into schema, reference and example.
    var isDocumented: Bool {
        switch presence {
        case .required, .optional: true
        case .legacy, .ignored, .unsupported: false
        }
    }
}
