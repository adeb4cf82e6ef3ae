/// A complete command, its literals read.
struct IMAPCommand: Equatable {
    let tag: String
    /// In upper case.
    let name: String
    /// Whether numbers in it are UIDs (`UID FETCH`).
    let usesUIDs: Bool
    let arguments: [IMAPArgument]

    /// - Parameter bytes: the command without its line end; literals stand behind their `{n}` and CRLF.
    /// - Returns: `nil` when it has no tag and name, or its arguments are not well-formed.
    init?(_ bytes: [UInt8]) {
        var scanner = IMAPScanner(bytes)
        guard let tag = scanner.argument()?.text, let first = scanner.argument()?.text?.uppercased() else { return nil }
        var name = first
        if first == "UID" {
            guard let second = scanner.argument()?.text?.uppercased() else { return nil }
            name = second
        }
        var arguments: [IMAPArgument] = []
        while !scanner.isAtEnd {
            guard let argument = scanner.argument() else { return nil }
            arguments.append(argument)
        }
        self.tag = tag
        self.name = name
        usesUIDs = first == "UID"
        self.arguments = arguments
    }

    /// The number of bytes a line ending in `{n}` or `{n+}` announces, and whether the client waits for our go-ahead.
    static func literal(endOf line: [UInt8]) -> (bytes: Int, waits: Bool)? {
        guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else { return nil }
        var digits = String(decoding: line[(open + 1)...].dropLast(), as: UTF8.self)
        let waits = digits.last != "+"
        if !waits { digits.removeLast() }
        guard let bytes = Int(digits), bytes >= 0 else { return nil }
        return (bytes, waits)
    }
}
