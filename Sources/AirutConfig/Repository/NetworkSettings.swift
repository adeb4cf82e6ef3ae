/// `repos.<id>.network`.
public struct NetworkSettings: Section {
    public var sandboxEnabled = true
    public var webSearch = false

    public init() {}

    static let documentation = "What the container may reach."
    static let reload = ReloadScope.task
    static let fields: [Field<Self>] = [
        .optional(
            "sandbox_enabled", \.sandboxEnabled, .flag,
            "Keep the container off the network. Only here, never in the repository, can this be switched off; the "
                + "container then reaches whatever this machine reaches."),
        .optional(
            "web_search", \.webSearch, .flag,
            "Let Claude's own web search look anywhere. What it finds and what it is asked for do not pass the proxy; "
                + "otherwise it is limited to hosts that the allowlist opens with everything below them."),
    ]

    func complete(_ scope: inout SectionScope) {
        guard !sandboxEnabled, scope.decoding.givesAdvice else { return }
        scope.report(at: "sandbox_enabled", sentence: Advice.noSandbox, severity: .warning)
    }
}
