public import FoundationEssentials

/// One line of Claude Code's stream-json, as far as airut understands it.
///
/// A field of an unexpected type is as if it were missing: a newer version must not make a run fail.
public enum AgentEvent: Sendable, Hashable {
    /// `system`/`init`: the agent is running.
    case started(sessionID: String?, model: String?, version: String?)
    case assistant(AgentMessage)
    /// What goes back to the model, mostly results of tools. Its content is never looked at: tools can print anything.
    case user(isFromSubagent: Bool)
    case result(AgentResultEvent)
    case rateLimit(AgentRateLimit)
    /// The API failed and is tried again.
    case retry(attempt: Int?, status: Int?)
    /// Anything else, by its `type` and `subtype`.
    case other(type: String, subtype: String?)

    /// `nil` when the line is not a JSON object with a `type`.
    public init?(line: Data) {
        guard let event = try? JSONDecoder().decode(Line.self, from: line) else { return nil }
        self = event.event
    }
}

/// Decodes the event behind its `type`.
private struct Line: Decodable {
    enum Key: String, CodingKey {
        case type, subtype, model, attempt
        case sessionID = "session_id"
        case version = "claude_code_version"
        case parent = "parent_tool_use_id"
        case rateLimit = "rate_limit_info"
        case errorStatus = "error_status"
    }

    let event: AgentEvent

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        let type = try fields.decode(String.self, forKey: .type)
        let subtype = fields.lenient(String.self, .subtype)
        switch (type, subtype) {
        case ("assistant", _): event = .assistant(try AgentMessage(from: decoder))
        case ("user", _): event = .user(isFromSubagent: fields.lenient(String.self, .parent) != nil)
        case ("result", _): event = .result(try AgentResultEvent(from: decoder))
        case ("rate_limit_event", _):
            event = .rateLimit(fields.lenient(AgentRateLimit.self, .rateLimit) ?? AgentRateLimit(status: "unknown"))
        case ("system", "init"):
            event = .started(
                sessionID: AgentSessionID.checked(fields.lenient(String.self, .sessionID)),
                model: fields.lenient(String.self, .model), version: fields.lenient(String.self, .version))
        case ("system", "api_retry"):
            event = .retry(attempt: fields.lenient(Int.self, .attempt), status: fields.lenient(Int.self, .errorStatus))
        default: event = .other(type: type, subtype: subtype)
        }
    }
}

extension KeyedDecodingContainer {
    /// The value, or `nil` when it is missing, null or of another type.
    func lenient<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? {
        (try? decodeIfPresent(type, forKey: key)) ?? nil
    }
}
