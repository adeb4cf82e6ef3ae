/// Scripts that stand for Claude Code where a test needs a special behaviour.
enum AgentScript {
    /// Does something in the shell, then answers.
    static func doing(_ commands: String, answer: String = "Done.") -> String { turns([commands + "\n" + say(answer)]) }

    /// Does something else each time it is started; the last one is repeated. The number of the turn is `$number`; its
    /// prompt and arguments are kept as `prompt-N` and `arguments-N` in the conversation's storage.
    static func turns(_ turns: [String]) -> String {
        let cases = turns.enumerated().map { index, commands in
            "\(index + 1 == turns.count ? "*" : "\(index + 1)"))\n\(commands)\n;;"
        }
        return """
            #!/bin/sh
            number=1
            while [ -e "/storage/prompt-$number" ]; do number=$((number + 1)); done
            cat > "/storage/prompt-$number"
            echo "$@" > "/storage/arguments-$number"
            cp "/storage/prompt-$number" /storage/prompt
            cd /workspace
            case $number in
            \(cases.joined(separator: "\n"))
            esac

            """
    }

    /// Reports the start, says something and reports success.
    static func say(_ answer: String) -> String { start + "\n" + work(answer) + "\n" + succeed(answer) }

    static let start = event(#"{"type":"system","subtype":"init","session_id":"s-1","model":"test"}"#)

    static func work(_ text: String) -> String {
        event(
            #"{"type":"assistant","message":{"role":"assistant","content":[{"type":"text","text":"\#(text)"}]},"session_id":"s-1"}"#
        )
    }

    static func succeed(_ answer: String) -> String {
        event(
            #"{"type":"result","subtype":"success","is_error":false,"num_turns":1,"duration_ms":5,"result":"\#(answer)","session_id":"s-1","total_cost_usd":0.01}"#
        )
    }

    /// As Claude Code ends when the API is overloaded for longer than it tries by itself.
    static let overloaded = failure("server_error", status: 529)

    /// The account's allowance is used up for some seconds.
    static func usedUp(for seconds: Int) -> String {
        """
        echo '{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":'$(($(date +%s) + \(seconds)))',"rateLimitType":"five_hour"}}'
        \(failure("rate_limit", status: 429))
        """
    }

    /// As Claude Code ends when the session to resume does not exist.
    static let sessionLost =
        event(
            #"{"type":"result","subtype":"error_during_execution","duration_ms":0,"is_error":true,"num_turns":0,"session_id":"s-1","total_cost_usd":0.02,"errors":["No conversation found"]}"#
        ) + "\nexit 1"

    /// As Claude Code ends when the session has become too long to go on with.
    static let promptTooLong =
        start + "\n"
        + event(
            #"{"type":"result","subtype":"success","duration_ms":5,"is_error":true,"num_turns":1,"session_id":"s-1","total_cost_usd":0.02,"terminal_reason":"prompt_too_long","result":"Prompt is too long"}"#
        ) + "\nexit 1"

    private static func failure(_ kind: String, status: Int) -> String {
        event(
            #"{"type":"assistant","message":{"model":"<synthetic>","content":[{"type":"text","text":"API Error"}]},"error":"\#(kind)","is_api_error_message":true}"#
        ) + "\n"
            + event(
                #"{"type":"result","subtype":"success","is_error":true,"api_error_status":\#(status),"terminal_reason":"api_error","result":"API Error","session_id":"s-1","num_turns":2,"duration_ms":10,"total_cost_usd":0.04}"#
            ) + "\nexit 1"
    }

    private static func event(_ json: String) -> String { "echo '\(json)'" }

    /// Waits, for ten minutes at most, until the file `go` is in the conversation's storage.
    static let untilTold =
        "touch /storage/waiting-$number; for i in $(seq 6000); do [ -e /storage/go ] && break; usleep 100000; done"
}
