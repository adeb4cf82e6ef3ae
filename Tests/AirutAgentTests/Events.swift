import AirutAgent
import FoundationEssentials

// Lines as Claude Code 2.1.330 wrote them against an API that answered with the fault in question, shortened to the
// fields that matter.
enum Events {
    static let started =
        #"{"type":"system","subtype":"init","session_id":"s-1","model":"claude-opus","claude_code_version":"2.1.330"}"#
    static let sessionLost =
        #"{"type":"result","subtype":"error_during_execution","duration_ms":0,"is_error":true,"num_turns":0,"session_id":"old","total_cost_usd":0,"errors":["No conversation found with session ID: old"]}"#

    static func said(_ text: String, id: String = "m", parent: String? = nil, tool: String? = nil) -> String {
        let toolBlock = tool.map {
            #",{"type":"tool_use","id":"t","name":"\#($0)","input":{"command":"npm test","n":[1,{"a":null}]}}"#
        }
        let parentField = parent.map { "\"\($0)\"" } ?? "null"
        return
            #"{"type":"assistant","message":{"id":"\#(id)","content":[{"type":"text","text":"\#(text)"}\#(toolBlock ?? "")]},"parent_tool_use_id":\#(parentField),"session_id":"s-1"}"#
    }

    static func succeeded(_ text: String, session: String = "s-1", cost: Double = 0.5, turns: Int = 2) -> String {
        #"{"type":"result","subtype":"success","is_error":false,"result":"\#(text)","session_id":"\#(session)","total_cost_usd":\#(cost),"duration_ms":1200,"num_turns":\#(turns),"terminal_reason":"completed","usage":{"input_tokens":5,"cache_creation_input_tokens":7,"cache_read_input_tokens":8,"output_tokens":3}}"#
    }

    /// A failed API request: an assistant message that reports it, and a result.
    static func failed(
        _ error: String?, status: Int?, apiError: String? = nil, reason: String = "api_error",
        text: String = "API Error"
    ) -> [String] {
        let status = status.map(String.init) ?? "null"
        let kind = error.map { #""error":"\#($0)","# } ?? ""
        let fine = apiError.map { #""api_error":"\#($0)","# } ?? ""
        return [
            #"{"type":"assistant","message":{"id":"x","model":"<synthetic>","content":[{"type":"text","text":"\#(text)"}]},"parent_tool_use_id":null,\#(kind)"is_api_error_message":true}"#,
            #"{"type":"result","subtype":"success","is_error":true,"api_error_status":\#(status),\#(fine)"terminal_reason":"\#(reason)","result":"\#(text)","session_id":"s-1","num_turns":1,"duration_ms":10}"#,
        ]
    }

    static let usageLimit =
        #"{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1900000000,"rateLimitType":"five_hour","isUsingOverage":false}}"#

    static func result(_ lines: [String], resuming session: String? = nil) -> AgentResult {
        var transcript = AgentTranscript(resumedSession: session)
        for line in lines { transcript.add(line: Data(line.utf8)) }
        return transcript.result
    }
}
