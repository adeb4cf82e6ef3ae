public import AirutModel
import AirutPolicy

/// `repos.<id>.masked_secrets.<NAME>`: a secret the container sees only a stand-in of.
public struct MaskedSecret: Section {
    public var value = Secret("")
    public var scopes: [String] = []
    public var headers: [String] = []
    public var allowForeignCredentials = false

    public init() {}

    static let documentation =
        "A secret the container sees only a stand-in of: the proxy puts the real value into requests to these hosts."
    static let reload = ReloadScope.task
    static let fields: [Field<Self>] = [
        .required("value", \.value, .secret, "The secret itself.", example: "!env GH_TOKEN"),
        .required(
            "scopes", \.scopes, .list(of: .hostPattern, minimum: 1),
            "Hosts it may be sent to, over https only, with * and ?.",
            example: "[api.github.com, \"*.githubusercontent.com\"]"),
        .required(
            "headers", \.headers, .list(of: .headerPattern, minimum: 1),
            "Header fields it may stand in, with * and ?.",
            example: "[Authorization]"),
        .optional(
            "allow_foreign_credentials", \.allowForeignCredentials, .flag,
            "Let other values of those header fields through to those hosts."),
    ]

    mutating func complete(_ scope: inout SectionScope) {
        let value = value.reveal()
        if value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
            scope.report(
                at: "value",
                sentence: "holds a line break or another control character, which no header field can carry")
        } else if !value.isEmpty, value.utf8.count < SecretRedactor.minimumLength {
            scope.report(
                at: "value",
                sentence: "is so short that it cannot be told from other text: a server that repeats it gives it away",
                severity: .warning)
        }
    }
}
