extension Format<String> {
    /// The name of a header field (RFC 9110 §5.1), or a pattern for such names; in lower case.
    static var headerPattern: Self {
        .scalar(
            "the name of a header field, with * for any characters and ? for one, like Authorization or X-*-Key",
            schema: .object(["type": "string", "minLength": 1]), show: { $0 }
        ) { text in
            let isName = text.utf8.allSatisfy { byte in
                ASCII.isLetter(byte) || ASCII.isDigit(byte) || "!#$%&'*+-.^_`|~?".utf8.contains(byte)
            }
            return isName && (1...100).contains(text.utf8.count) ? text.lowercased() : nil
        }
    }
}
