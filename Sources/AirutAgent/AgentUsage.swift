/// Tokens of a run, as its last result counts them.
public struct AgentUsage: Sendable, Hashable, Decodable {
    public var inputTokens = 0
    public var outputTokens = 0
    public var cacheReadTokens = 0
    public var cacheCreationTokens = 0

    public init() {}

    private enum Key: String, CodingKey {
        case inputTokens = "input_tokens"
        case outputTokens = "output_tokens"
        case cacheReadTokens = "cache_read_input_tokens"
        case cacheCreationTokens = "cache_creation_input_tokens"
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        inputTokens = fields.lenient(Int.self, .inputTokens) ?? 0
        outputTokens = fields.lenient(Int.self, .outputTokens) ?? 0
        cacheReadTokens = fields.lenient(Int.self, .cacheReadTokens) ?? 0
        cacheCreationTokens = fields.lenient(Int.self, .cacheCreationTokens) ?? 0
    }
}
