import AirutAgent
import FoundationEssentials
import Testing

@Suite struct AgentTranscriptTests {
    private let long = String(repeating: "A long report. ", count: 40).trimmingSuffix()

    @Test func `figures come from the result`() {
        let result = Events.result([
            Events.started, Events.said("Looking", id: "1", tool: "WebSearch"), Events.said("Done", id: "2"),
            Events.succeeded("Done", cost: 0.25, turns: 3),
        ])
        #expect(result.outcome == .success && result.replyText == "Done" && result.sessionToResume == "s-1")
        #expect(result.costUSD == 0.25 && result.turns == 3 && result.duration == .milliseconds(1200))
        #expect(result.usage.outputTokens == 3 && result.usage.cacheReadTokens == 8)
        #expect(result.webSearches == 1 && result.webFetches == 0)
    }

    @Test func `a subagent's words never reach the reply`() {
        let result = Events.result([
            Events.started, Events.said(long, id: "1", parent: "tool-1"), Events.said("Fine.", id: "2"),
            Events.succeeded("Fine."),
        ])
        #expect(result.replyText == "Fine.")
    }

    @Test func `a report followed by one short sentence is the answer`() {
        let result = Events.result([
            Events.started, Events.said("I begin.", id: "1"), Events.said(long, id: "2"),
            Events.said("All done.", id: "3"),
            Events.succeeded("All done."),
        ])
        #expect(result.replyText == long + "\n\nAll done.")
    }

    @Test func `what was said long before the end is not part of the answer`() {
        var lines = [Events.started, Events.said(long, id: "0")]
        for number in 1...5 { lines.append(Events.said("Step \(number)", id: "\(number)")) }
        #expect(Events.result(lines + [Events.succeeded("Step 5")]).replyText == "Step 5")
    }

    @Test func `parts of one message belong together`() {
        let lines = [Events.started, Events.said("One", id: "1"), Events.said("Two", id: "1"), Events.succeeded("Two")]
        #expect(Events.result(lines).replyText == "One\n\nTwo")
    }

    @Test func `several turns have several answers`() {
        let result = Events.result([
            Events.started, Events.said("One", id: "1"), Events.succeeded("One", cost: 0.1),
            Events.said("Two", id: "2"),
            Events.succeeded("Two", cost: 0.3),
        ])
        #expect(result.replyText == "One\n\nTwo" && result.costUSD == 0.3 && result.turns == 4)
        #expect(result.duration == .milliseconds(2400))
    }

    @Test func `the result's text counts when no message had one`() {
        #expect(Events.result([Events.started, Events.succeeded("Hi")]).replyText == "Hi")
        #expect(Events.result([Events.started, Events.succeeded("  ")]).replyText == nil)
    }

    @Test func `a failed run keeps the session that was resumed`() {
        let lines = [Events.started, Events.said("Working")] + Events.failed("server_error", status: 529)
        let result = Events.result(lines, resuming: "old")
        #expect(result.sessionToResume == "old")
        #expect(result.replyText == "Working")
        #expect(Events.result([Events.started], resuming: "old").sessionToResume == "old")
    }

    @Test func `a failed first run leaves a session only if it got somewhere`() {
        let end = Events.failed("server_error", status: 529)
        #expect(Events.result([Events.started] + end).sessionToResume == nil)
        #expect(Events.result([Events.started, Events.said("Working")] + end).sessionToResume == "s-1")
    }

    @Test(arguments: ["--dangerous", "-p", "a b", "x;y", "", "é"])
    func `a session id that could be an option is not taken`(id: String) {
        #expect(Events.result([Events.succeeded("Hi", session: id)]).sessionToResume == nil)
    }

    @Test(arguments: [
        "", "plain text", "[1]", "{}", #"{"type":5}"#, #"{"type":"assistant"}"#, #"{"type":"assistant","message":7}"#,
        #"{"type":"assistant","message":{"content":"text"}}"#,
        #"{"type":"assistant","message":{"content":[null,1,{"type":"text"}]}}"#,
        #"{"type":"result","num_turns":"many","usage":[],"is_error":"yes"}"#, #"{"type":"rate_limit_event"}"#,
        #"{"type":"result","duration_ms":1e300,"num_turns":-5}"#,
    ])
    func `strange lines are harmless`(line: String) {
        let result = Events.result([line, Events.succeeded("Hi")])
        #expect(result.outcome == .success && result.replyText == "Hi")
    }

    @Test func `deep nesting does not stop the process`() {
        let line = #"{"type":"user","message":"# + String(repeating: "[", count: 200_000)
        #expect(AgentEvent(line: Data(line.utf8)) == nil)
    }
}

extension String {
    func trimmingSuffix() -> String { hasSuffix(" ") ? String(dropLast()) : self }
}
