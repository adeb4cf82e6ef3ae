/// The agent of the crash test: a shell script that speaks Claude Code's stream-json and leaves traces of all it does.
///
/// It obeys lines of its prompt: `do=TOKEN` adds a line to `tokens/TOKEN` in the workspace, `file=NAME sha256=SUM` compares
/// an attachment, `send=NAME` puts a file into the outbox, `pause=MILLISECONDS` takes time. `/storage/runs` gets a line when
/// a run begins and one when it ends for each token; the answer names every token and every file that was intact.
enum CrashAgent {
    static let script = #"""
        #!/bin/sh
        task=$(hostname)
        session=session-$task
        while [ $# -gt 0 ]; do
            [ "$1" = --resume ] && session=$2
            shift
        done
        cat > /tmp/prompt
        echo "{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"$session\",\"model\":\"test\"}"
        tokens=$(sed -n 's/^do=\([a-z0-9-]*\)$/\1/p' /tmp/prompt)
        for token in $tokens; do echo "begin $token $task" >> /storage/runs; done
        for pause in $(sed -n 's/^pause=\([0-9]*\)$/\1/p' /tmp/prompt); do usleep ${pause}000; done
        answer=
        mkdir -p /workspace/tokens
        for token in $tokens; do
            echo "$task" >> "/workspace/tokens/$token"
            answer="$answer did=$token"
        done
        sed -n 's/^file=\([^ ]*\) sha256=\([0-9a-f]*\)$/\1 \2/p' /tmp/prompt > /tmp/files
        while read -r name sum; do
            [ "$(sha256sum < "/inbox/$name" | cut -d ' ' -f 1)" = "$sum" ] && answer="$answer intact=$name"
        done < /tmp/files
        for name in $(sed -n 's/^send=\([a-z0-9.-]*\)$/\1/p' /tmp/prompt); do echo "$name" > "/outbox/$name"; done
        for token in $tokens; do echo "end $token $task" >> /storage/runs; done
        echo "{\"type\":\"assistant\",\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"$answer\"}]},\"session_id\":\"$session\"}"
        echo "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"num_turns\":1,\"duration_ms\":5,\"result\":\"$answer\",\"session_id\":\"$session\",\"total_cost_usd\":0.01}"

        """#
}
