/// A value to show in the example file, in YAML's flow style.
enum Example: Sendable, ExpressibleByStringLiteral {
    case value(String)
    /// Shown as a comment, because it excludes other settings of the example.
    case alternative(String)

    init(stringLiteral value: String) { self = .value(value) }
}
