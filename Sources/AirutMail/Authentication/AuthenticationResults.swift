/// One `Authentication-Results` field, taken apart.
///
/// Comments never count, quoted strings only with their place in the grammar: nothing a sender can put into an address
/// or a reason is taken for a result.
///
/// - SeeAlso: RFC 8601 §2.2.
public struct AuthenticationResults: Sendable, Hashable {
    /// One method's result.
    public struct Result: Sendable, Hashable {
        /// In lower case: `dmarc`.
        public let method: String
        /// 1 unless written (`dmarc/2`).
        public let methodVersion: Int
        /// In lower case: `pass`.
        public let result: String
        /// Content of `reason="…"`, if any.
        public let reason: String?
        public let properties: [Property]

        /// The values of every property of that type and name.
        public func values(_ type: String, _ name: String) -> [String] {
            properties.filter { $0.type == type && $0.name == name }.map(\.value)
        }
    }

    /// What a result is about: `header.from=example.org`.
    public struct Property: Sendable, Hashable {
        /// In lower case; empty for the extensions some servers write without a type (`action=none`).
        public let type: String
        /// In lower case.
        public let name: String
        /// As written, without quotes and comments.
        public let value: String
    }

    /// Why a field could not be read; then nothing in it may be believed.
    public struct Malformed: Error, Hashable, CustomStringConvertible {
        public let description: String
        init(_ description: String) { self.description = description }
    }

    /// The server that wrote the field, as written.
    public let authservID: String
    /// 1 unless written.
    public let version: Int
    /// In the field's order; empty when the field says `none`.
    public let results: [Result]

    /// - Parameter field: the field's value, unfolded or not.
    public init(parsing field: String) throws(Malformed) {
        var scanner = FieldScanner(field)
        try scanner.skipComments()
        authservID = try scanner.value()
        guard !authservID.isEmpty else { throw Malformed("it does not name the server that wrote it") }
        version = try Self.version(&scanner)
        guard !scanner.isAtEnd else { throw Malformed("it has no results") }
        results = try Self.results(&scanner)
    }
}
