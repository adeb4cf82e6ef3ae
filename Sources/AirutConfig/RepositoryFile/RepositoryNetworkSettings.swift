/// `network` of `.airut/airut.yaml`.
public struct RepositoryNetworkSettings: Section {
    public var sandboxEnabled = true

    public init() {}

    static let documentation = "What the container may reach."
    static let reload = ReloadScope.task
    static let fields: [Field<Self>] = [
        .optional(
            "sandbox_enabled", \.sandboxEnabled, .flag,
            "Only the server's configuration can switch the sandbox off; false has no effect here.")
    ]

    mutating func complete(_ scope: inout SectionScope) {
        guard !sandboxEnabled else { return }
        scope.report(
            at: "sandbox_enabled",
            sentence: "has no effect: only the server's configuration can switch the sandbox off",
            severity: .warning)
    }
}
