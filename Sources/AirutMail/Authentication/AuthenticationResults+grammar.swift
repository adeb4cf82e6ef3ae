extension AuthenticationResults {
    /// `[CFWS] [authres-version] [CFWS]`: 1 when there is none.
    static func version(_ scanner: inout FieldScanner) throws(Malformed) -> Int {
        try scanner.skipComments()
        guard let digits = scanner.keyword() else { return 1 }
        return try number(digits, &scanner)
    }

    /// `1*(";" resinfo)` or `";" "none"`, to the end of the field.
    static func results(_ scanner: inout FieldScanner) throws(Malformed) -> [Result] {
        var results: [Result] = []
        while !scanner.isAtEnd {
            guard scanner.take(";") else { throw Malformed("results are not separated by semicolons") }
            try scanner.skipComments()
            // A semicolon after the last result is common and harmless.
            if scanner.isAtEnd { break }
            if let result = try result(&scanner) { results.append(result) }
        }
        return results
    }

    /// `methodspec [reasonspec] [propspec…]`; `nil` for `none`.
    private static func result(_ scanner: inout FieldScanner) throws(Malformed) -> Result? {
        guard let method = scanner.keyword() else { throw Malformed("a result does not begin with a method") }
        try scanner.skipComments()
        if method == "none", scanner.isAtEnd { return nil }
        var methodVersion = 1
        if scanner.take("/") {
            try scanner.skipComments()
            guard let digits = scanner.keyword() else { throw Malformed("the version of \(method) is missing") }
            methodVersion = try number(digits, &scanner)
        }
        guard scanner.take("=") else { throw Malformed("the method \(method) has no result") }
        try scanner.skipComments()
        guard let outcome = scanner.keyword() else { throw Malformed("the result of \(method) is not a word") }
        let (reason, properties) = try properties(&scanner, of: method)
        return Result(
            method: method, methodVersion: methodVersion, result: outcome, reason: reason, properties: properties)
    }

    /// Everything up to the next `;` or the end.
    private static func properties(
        _ scanner: inout FieldScanner, of method: String
    ) throws(Malformed) -> (reason: String?, properties: [Property]) {
        var reason: String?
        var properties: [Property] = []
        try scanner.skipComments()
        while !scanner.isAtEnd(or: ";") {
            let property = try property(&scanner, of: method)
            if property.type.isEmpty, property.name == "reason", reason == nil {
                reason = property.value
            } else {
                properties.append(property)
            }
            try scanner.skipComments()
        }
        return (reason, properties)
    }

    /// `[ptype "."] property "=" pvalue`
    private static func property(_ scanner: inout FieldScanner, of method: String) throws(Malformed) -> Property {
        guard let first = scanner.keyword() else { throw Malformed("a property of \(method) is not a word") }
        var name: String?
        try scanner.skipComments()
        if scanner.take(".") {
            try scanner.skipComments()
            name = scanner.keyword()
            guard name != nil else { throw Malformed("a property of \(method) has no name") }
            try scanner.skipComments()
        }
        guard scanner.take("=") else { throw Malformed("the property \(first) of \(method) has no value") }
        try scanner.skipComments()
        return Property(type: name == nil ? "" : first, name: name ?? first, value: try scanner.value())
    }

    private static func number(_ digits: String, _ scanner: inout FieldScanner) throws(Malformed) -> Int {
        guard digits.utf8.count <= 4, let number = Int(digits) else { throw Malformed("a version is not a number") }
        try scanner.skipComments()
        return number
    }
}
