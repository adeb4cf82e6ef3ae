/// Identifiers that are stored and exchanged as their text.
public protocol TextIdentifier: Codable, LosslessStringConvertible {}

extension TextIdentifier {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let identifier = Self(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "“\(text)” is not a valid \(Self.self)"))
        }
        self = identifier
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension RepositoryID: TextIdentifier {}
extension ConversationID: TextIdentifier {}
extension TaskID: TextIdentifier {}
extension MessageID: TextIdentifier {}
extension EmailAddress: TextIdentifier {}
