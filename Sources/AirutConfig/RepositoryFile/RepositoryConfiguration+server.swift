extension RepositoryConfiguration {
    /// Reports what a run would stumble over, or would not get, because of what the server says.
    func compare(with server: RepositorySettings, _ scope: inout SectionScope) {
        if let model = defaultModel { compare(model, with: server, &scope) }
        if let asked = effort, let effort = server.effort, asked != effort {
            let key = scope.isWritten("effort") ? "effort" : "default_effort"
            scope.report(at: key, sentence: Self.overruled("effort", effort), severity: .warning)
        }
        compareLimits(with: server.limits, &scope)
    }

    private func compare(_ asked: String, with server: RepositorySettings, _ scope: inout SectionScope) {
        if let model = server.model {
            guard model != asked else { return }
            return scope.report(at: "default_model", sentence: Self.overruled("model", model), severity: .warning)
        }
        guard !server.models.contains(asked) else { return }
        scope.report(
            at: "default_model",
            sentence: "is not one of the models that the server offers, so no run would begin: "
                + server.models.joined(separator: ", "))
    }

    private static func overruled(_ key: String, _ value: String) -> String {
        "has no effect: the server's file says \(key): \(value)"
    }

    private func compareLimits(with limits: ResourceLimits, _ scope: inout SectionScope) {
        let asked = limits.replaced(by: resourceLimits).effectiveSettings
        let granted = limits.lowered(to: resourceLimits).effectiveSettings
        for (asked, granted) in zip(asked, granted) where asked.value != granted.value {
            guard case .text(let limit) = granted.value else { continue }
            let sentence = "is more than the server allows: a run gets \(limit)"
            if scope.isWritten(["resource_limits", asked.key]) {
                scope.report(at: "resource_limits", asked.key, sentence: sentence, severity: .warning)
            } else {
                scope.report(at: asked.key, sentence: sentence, severity: .warning)
            }
        }
    }
}
