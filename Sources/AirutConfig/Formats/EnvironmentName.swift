/// Names of environment variables.
///
/// - SeeAlso: POSIX.1-2017, XBD §8.1 and §3.235.
enum EnvironmentName {
    static let key = MapKey(
        placeholder: "<NAME>", pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
        expectation: "that of an environment variable: letters, digits and _, like GH_TOKEN", example: "GH_TOKEN")

    static func parse(_ text: String) -> String? {
        guard let first = text.utf8.first, !ASCII.isDigit(first), text.utf8.count <= 255,
            text.utf8.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x5F })
        else { return nil }
        return text
    }
}
