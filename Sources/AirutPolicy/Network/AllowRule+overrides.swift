extension AllowRule {
    /// What is passed on of a request's header: no field names another host than the one that was judged, and where the
    /// rule is for some methods or paths only, none names another of these.
    ///
    /// Frameworks read such fields before the request line, some of them also with `_` for `-`.
    ///
    /// - Returns: also what was taken out, for the log.
    public func withoutOverrides(_ headers: [HeaderField]) -> (headers: [HeaderField], notes: [String]) {
        guard headers.contains(where: { override(in: $0) != nil }) else { return (headers, []) }
        var notes: [String] = []
        let left = headers.filter { field in
            guard let what = override(in: field) else { return true }
            notes.append("stripped \(field.name), which names another \(what)")
            return false
        }
        return (left, notes)
    }

    /// What the field puts in the place of what was judged.
    private func override(in field: HeaderField) -> String? {
        // Most fields begin with another letter.
        guard let first = field.name.utf8.first, first | 0x20 == UInt8(ascii: "x") || first | 0x20 == UInt8(ascii: "f")
        else { return nil }
        switch field.name.lowercased().replacing("_", with: "-") {
        case "x-http-method-override", "x-http-method", "x-method-override": return methods.isEmpty ? nil : "method"
        case "x-original-url", "x-rewrite-url", "x-override-url": return path == nil ? nil : "path"
        case "forwarded", "x-forwarded-host", "x-forwarded-server", "x-host", "x-http-host-override": return "host"
        default: return nil
        }
    }
}
