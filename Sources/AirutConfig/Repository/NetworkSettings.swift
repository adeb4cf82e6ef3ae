/// `repos.<id>.network`.
public struct NetworkSettings: Section {
    public var sandboxEnabled = true

    public init() {}

    static let documentation = "What the container may reach."
    static let fields: [Field<Self>] = [
        .optional(
            "sandbox_enabled", \.sandboxEnabled, .flag,
            "Keep the container off the network. Only here, never in the repository, can this be switched off; the "
                + "container then reaches whatever this machine reaches.")
    ]
}
