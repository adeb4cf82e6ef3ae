/// Scripts that stand for Claude Code where a test needs a special behaviour.
enum AgentScript {
    /// Does something in the shell, then answers.
    static func doing(_ commands: String, answer: String = "Done.") -> String {
        """
        #!/bin/sh
        number=1
        while [ -e "/storage/prompt-$number" ]; do number=$((number + 1)); done
        cat > "/storage/prompt-$number"
        cp "/storage/prompt-$number" /storage/prompt
        cd /workspace
        echo '{"type":"system","subtype":"init","session_id":"s-1","model":"test"}'
        \(commands)
        echo '{"type":"assistant","message":{"role":"assistant","content":[{"type":"text","text":"\(answer)"}]},"session_id":"s-1"}'
        echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"duration_ms":5,"result":"\(answer)","session_id":"s-1","total_cost_usd":0.01}'

        """
    }

    /// Waits, for ten minutes at most, until the file `go` is in the conversation's storage.
    static let untilTold = "for i in $(seq 6000); do [ -e /storage/go ] && break; usleep 100000; done"
}
