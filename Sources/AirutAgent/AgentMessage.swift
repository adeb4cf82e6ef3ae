/// One `assistant` event: a part of what the model said.
public struct AgentMessage: Sendable, Hashable, Decodable {
    public struct ToolUse: Sendable, Hashable {
        public var name: String
        /// The one input worth showing in a list: a command, a path, an address; at most 200 characters.
        public var subject: String?
    }

    /// Several events with one id are parts of one message.
    public let id: String?
    /// Its texts, joined.
    public let text: String
    public let tools: [ToolUse]
    /// Said by an agent that the agent started: not meant for the sender.
    public let isFromSubagent: Bool
    /// Set when this is no answer of the model but Claude Code reporting a failed request: `rate_limit`,
    /// `authentication_failed`, `billing_error`, `server_error`, `model_not_found` …
    public let error: String?
    /// Reports a failed request, whether or not ``error`` names it.
    public let isError: Bool

    private enum Key: String, CodingKey {
        case message, error
        case parent = "parent_tool_use_id"
        case isError = "is_api_error_message"
    }

    private enum MessageKey: String, CodingKey { case id, content }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        let message = try? fields.nestedContainer(keyedBy: MessageKey.self, forKey: .message)
        let blocks = message?.lenient([AgentContentBlock].self, .content) ?? []
        id = message?.lenient(String.self, .id)
        text = blocks.compactMap(\.text).joined(separator: "\n\n")
        tools = blocks.compactMap(\.tool)
        isFromSubagent = fields.lenient(String.self, .parent) != nil
        error = fields.lenient(String.self, .error)
        isError = error != nil || fields.lenient(Bool.self, .isError) == true
    }
}
