import AirutModel

/// What a value looks like, for schema, reference and example.
indirect enum Shape: Sendable {
    /// - Parameter expectation: completes "should be …".
    case scalar(schema: JSON, expectation: String)
    case list(of: Shape, minimum: Int)
    case map(MapKey, of: Shape)
    case section(SectionShape)

    /// For settings that are not described.
    static let anything = Shape.scalar(schema: .object([:]), expectation: "anything")

    /// Whether there may be a secret in it, so that what stands there instead may be one.
    var holdsSecrets: Bool {
        switch self {
        case .scalar(_, let expectation): expectation == Format<Secret>.expectation
        case .list(let element, _): element.holdsSecrets
        case .map(let key, let element): key.holdsSecrets || element.holdsSecrets
        case .section(let section): section.fields().contains { $0.shape.holdsSecrets }
        }
    }
}

/// The keys of a map, which the operator chooses.
struct MapKey: Sendable {
    /// What stands for the key in paths: `<id>`.
    let placeholder: String
    /// Regular expression for the schema; `nil` for any text.
    let pattern: String?
    /// Completes "the name should be …".
    let expectation: String
    let example: String

    /// Whether the entries are environment variables, as a rule secret ones.
    var holdsSecrets: Bool { placeholder == EnvironmentName.key.placeholder }
}

/// A section without its Swift type.
struct SectionShape: Sendable {
    let name: String
    let documentation: String
    let shorthand: String?
    let reload: ReloadScope
    /// A function because sections are described from the outside in, and only when asked for.
    let fields: @Sendable () -> [FieldDescription]
}
