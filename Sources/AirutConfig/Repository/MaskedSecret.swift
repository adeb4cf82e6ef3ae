public import AirutModel

/// `repos.<id>.masked_secrets.<NAME>`: a secret the container sees only a stand-in of.
public struct MaskedSecret: Section {
    public var value = Secret("")
    public var scopes: [String] = []
    public var headers: [String] = []
    public var allowForeignCredentials = false

    public init() {}

    static let documentation =
        "A secret the container sees only a stand-in of: the proxy puts the real value into requests to these hosts."
    static let fields: [Field<Self>] = [
        .required("value", \.value, .secret, "The secret itself.", example: "!env GH_TOKEN"),
        .required(
            "scopes", \.scopes, .list(of: .text, minimum: 1), "Hosts it may be sent to, with * and ?.",
            example: "[api.github.com, \"*.githubusercontent.com\"]"),
        .required(
            "headers", \.headers, .list(of: .text, minimum: 1), "Header fields it may stand in, with * and ?.",
            example: "[Authorization]"),
        .optional(
            "allow_foreign_credentials", \.allowForeignCredentials, .flag,
            "Let other values of those header fields through to those hosts."),
    ]
}
