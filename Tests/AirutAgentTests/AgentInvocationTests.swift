import AirutAgent
import AirutModel
import FoundationEssentials
import Testing

@Suite struct AgentInvocationTests {
    @Test func `the command line names model, effort and session`() {
        let invocation = AgentInvocation(binaryPath: "/opt/claude", model: "opus", effort: "high", sessionID: "s1")
        #expect(
            invocation.command.joined(separator: " ")
                == "/opt/claude -p --model opus --effort high --resume s1 --output-format stream-json --verbose --dangerously-skip-permissions"
        )
        let plain = AgentInvocation(binaryPath: "/opt/claude", model: "haiku").command
        #expect(!plain.contains("--resume") && !plain.contains("--effort"))
        #expect(AgentInvocation.environment["IS_SANDBOX"] == "1")
    }

    @Test func `the prompt holds subject, files and every message with its sender`() {
        let prompt = AgentPrompt(
            subject: "Fix the build",
            messages: [
                .init(
                    sender: EmailAddress("alice@example.org")!, receivedAt: Date(timeIntervalSince1970: 1_900_000_000),
                    text: " Please look.\n",
                    attachments: [.init(fileName: "log.txt", mediaType: "text/plain", byteCount: 12)]),
                .init(
                    sender: EmailAddress("bob@example.org")!, receivedAt: Date(timeIntervalSince1970: 1_900_000_060),
                    text: ""),
            ])
        let text = prompt.text
        #expect(text.contains("\n\nSubject: Fix the build\n\n"))
        #expect(text.contains("/inbox:\n- log.txt (text/plain, 12 bytes)\n\n"))
        #expect(
            text.hasSuffix(
                "[alice@example.org 2030-03-17 17:46:40 UTC]\nPlease look.\n\n[bob@example.org 2030-03-17 17:47:40 UTC]\n(no text)\n"
            ))
        #expect(!prompt.isEmpty)
    }

    @Test func `a conversation without its session is told its last answer, shortened`() {
        var prompt = AgentPrompt(subject: nil, messages: [], lostSession: .init(lastReply: nil))
        #expect(prompt.text.contains("could not be continued"))
        prompt.lostSession = .init(lastReply: String(repeating: "y", count: 4000))
        #expect(prompt.text.contains("yyy\n[shortened]"))
        #expect(prompt.text.count { $0 == "y" } < 3100)
    }

    @Test func `a mail with nothing in it is no request`() {
        let empty = AgentPrompt.Message(sender: EmailAddress("a@b.c")!, receivedAt: Date(), text: " \n")
        #expect(AgentPrompt(subject: nil, messages: [empty]).isEmpty)
        #expect(!AgentPrompt(subject: "Do it", messages: [empty]).isEmpty)
    }

    @Test func `events are summarized in one line`() {
        let summary = { (line: String) in AgentEvent(line: Data(line.utf8))?.summary }
        #expect(summary(Events.started) == "started Claude Code 2.1.330 with claude-opus")
        #expect(summary(Events.said(#"\u001b[31mHi\nyou"#, tool: "Bash")) == "[31mHi · Bash: npm test")
        #expect(summary(Events.said("Hm", parent: "t")) == "(subagent) Hm")
        #expect(summary(Events.succeeded("x")) == "ended: success")
        #expect(
            summary(#"{"type":"system","subtype":"api_retry","attempt":1,"error_status":529}"#)
                == "the API failed with status 529, attempt 2 follows")
        let largest = #"{"type":"system","subtype":"api_retry","attempt":\#(Int.max)}"#
        #expect(summary(largest)?.hasPrefix("the API failed") == true)
    }
}
