extension AllowRule {
    private static let methodOverrides: Set<String> = ["x-http-method-override", "x-http-method", "x-method-override"]

    /// What is passed on of a request's header: a rule for some methods only lets no field name another method.
    ///
    /// - Returns: also what was taken out, for the log.
    public func withoutMethodOverrides(_ headers: [HeaderField]) -> (headers: [HeaderField], notes: [String]) {
        guard !methods.isEmpty else { return (headers, []) }
        let (removed, left) = headers.reduce(into: ([HeaderField](), [HeaderField]())) { parts, field in
            if Self.methodOverrides.contains(field.name.lowercased()) {
                parts.0.append(field)
            } else {
                parts.1.append(field)
            }
        }
        return (left, removed.map { "stripped \($0.name), which names another method" })
    }
}
