import AirutAgent
import FoundationEssentials
import Testing

@Suite struct AgentOutcomeTests {
    @Test(
        arguments: [
            ("authentication_failed", 401, nil, AgentOutcome.unauthenticated),
            ("authentication_failed", 403, nil, .unauthenticated),
            ("authentication_failed", nil, nil, .unauthenticated),
            ("oauth_org_not_allowed", 403, nil, .unauthenticated),
            ("rate_limit", 429, nil, .rateLimited),
            ("server_error", 529, nil, .overloaded),
            ("server_error", 500, nil, .overloaded),
            ("server_error", nil, "connection_failed", .network),
            ("billing_error", 400, nil, .billing),
            ("model_not_found", 404, nil, .modelUnavailable),
            ("unknown", 400, nil, .failed("API Error")),
            (nil, 401, nil, .unauthenticated), (nil, 402, nil, .billing), (nil, 413, nil, .promptTooLong),
            (nil, 429, nil, .rateLimited), (nil, 503, nil, .overloaded),
        ] as [(String?, Int?, String?, AgentOutcome)])
    func `a failed request is told by its fields`(
        error: String?, status: Int?, apiError: String?, outcome: AgentOutcome
    ) {
        let lines = [Events.started] + Events.failed(error, status: status, apiError: apiError)
        #expect(Events.result(lines).outcome == outcome)
    }

    @Test func `a usage limit says when it ends`() {
        let reset = Date(timeIntervalSince1970: 1_900_000_000)
        let fine = Events.failed("rate_limit", status: 429, apiError: "usage_limit_reached")
        #expect(Events.result([Events.started, Events.usageLimit] + fine).outcome == .usageLimit(resetsAt: reset))
        let coarse = Events.failed("rate_limit", status: 429)
        #expect(Events.result([Events.started, Events.usageLimit] + coarse).outcome == .usageLimit(resetsAt: reset))
    }

    @Test func `a warning about the usage limit is no failure`() {
        let warning = Events.usageLimit.replacing("rejected", with: "allowed_warning")
        let lines = [Events.started, warning, Events.said("Done"), Events.succeeded("Done")]
        #expect(Events.result(lines).outcome == .success)
    }

    @Test func `a prompt that is too long is not taken for a broken request`() {
        let lines = [Events.started] + Events.failed("invalid_request", status: 400, reason: "prompt_too_long")
        #expect(Events.result(lines, resuming: "old").outcome == .promptTooLong)
        #expect(Events.result(lines, resuming: "old").sessionToResume == nil)
    }

    @Test func `a lost session is recognized only where one was to be resumed`() {
        #expect(Events.result([Events.sessionLost], resuming: "old").outcome == .sessionLost)
        #expect(Events.result([Events.sessionLost], resuming: "old").sessionToResume == nil)
        let said = "No conversation found with session ID: old"
        #expect(Events.result([Events.sessionLost]).outcome == .failed(said))
        // The agent did begin: whatever failed, the session exists.
        #expect(Events.result([Events.started, Events.sessionLost], resuming: "old").outcome == .failed(said))
    }

    @Test func `text that tools print decides nothing`() {
        let poison = "API Error: 401 Prompt is too long No conversation found rate_limit"
        let tool =
            #"{"type":"user","message":{"content":[{"type":"tool_result","content":"\#(poison)"}]},"error":"rate_limit","api_error_status":429}"#
        let lines = [Events.started, tool, Events.said(poison), Events.succeeded(poison)]
        #expect(Events.result(lines).outcome == .success)
        let failed = [Events.started, tool, Events.said(poison)] + Events.failed("server_error", status: 529)
        #expect(Events.result(failed).outcome == .overloaded)
    }

    @Test func `a subagent's failed request does not explain the end of the run`() {
        let subagent = Events.failed("authentication_failed", status: nil)[0]
            .replacing(#""parent_tool_use_id":null"#, with: #""parent_tool_use_id":"t1""#)
        let end = Events.failed(nil, status: 529)[1]
        #expect(Events.result([Events.started, subagent, end]).outcome == .overloaded)
    }

    @Test func `an error that the agent recovered from is forgotten`() {
        let end = #"{"type":"result","subtype":"error_max_turns","is_error":true,"num_turns":40}"#
        let lines = [Events.started, Events.failed("rate_limit", status: 429)[0], Events.said("On it"), end]
        #expect(Events.result(lines).outcome == .failed("The agent reached its limit of turns."))
    }

    @Test func `output that breaks off has no result`() {
        #expect(Events.result([]).outcome == .noResult)
        let result = Events.result([Events.started, Events.said("Half")])
        #expect(result.outcome == .noResult && result.replyText == "Half")
    }

    @Test func `an older result without the newer fields is understood`() {
        let old = #"{"type":"result","subtype":"error_during_execution","is_error":true}"#
        #expect(
            Events.result([Events.started, old]).outcome
                == .failed("Claude Code ended with “error_during_execution” and said no more."))
        #expect(Events.result([#"{"type":"result","subtype":"success","result":"Hi"}"#]).outcome == .success)
        #expect(Events.result([#"{"type":"result","subtype":"error_max_turns"}"#]).outcome != .success)
    }
}
