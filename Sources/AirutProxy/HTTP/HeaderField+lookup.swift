import AirutPolicy

extension [HeaderField] {
    /// The values of every field of that name, in order.
    ///
    /// - Parameter name: in lower case.
    func values(of name: String) -> [String] {
        var found: [String] = []
        for field in self where field.isNamed(name) { found.append(field.value) }
        return found
    }

    /// The members of all comma-separated lists in fields of that name, in lower case (RFC 9110 §5.6.1).
    ///
    /// - Parameter name: in lower case.
    func listMembers(of name: String) -> [String] {
        var members: [String] = []
        for value in values(of: name) {
            members += value.split { $0 == "," || $0 == " " || $0 == "\t" }.map { $0.lowercased() }
        }
        return members
    }

    /// - Parameter name: in lower case.
    mutating func remove(_ name: String) { removeAll { $0.isNamed(name) } }

    /// Replaces every field of that name by one.
    mutating func set(_ name: String, _ value: String) {
        remove(name.lowercased())
        append(HeaderField(name, value))
    }
}
