#!/bin/sh
# A scripted agent: takes Claude Code's arguments and speaks its stream-json, but follows a fixed plan.
set -eu
model=unknown session=
while [ $# -gt 0 ]; do
    case "$1" in
    --model) model=$2; shift ;;
    --resume) session=$2; shift ;;
    esac
    shift
done
prompt=$(cat)
resumed=${session:+yes}
session=${session:-$(cat /proc/sys/kernel/random/uuid)}
cd /workspace

say() { # one assistant text
    printf '{"type":"assistant","message":{"role":"assistant","content":[{"type":"text","text":"%s"}]},"parent_tool_use_id":null,"session_id":"%s"}\n' "$1" "$session"
}
use() { # one tool call, and its result: $1 id, $2 command
    printf '{"type":"assistant","message":{"role":"assistant","content":[{"type":"tool_use","id":"%s","name":"Bash","input":{"command":"%s"}}]},"parent_tool_use_id":null,"session_id":"%s"}\n' "$1" "$2" "$session"
    sh -c "$2"
    printf '{"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"%s","content":"done"}]},"parent_tool_use_id":null,"session_id":"%s"}\n' "$1" "$session"
}

printf '{"type":"system","subtype":"init","session_id":"%s","model":"%s","tools":["Bash"],"cwd":"/workspace"}\n' "$session" "$model"
if [ -z "$resumed" ]; then
    say "I will merge the attached list into fruits.txt."
    use toolu_01 "sort -u /inbox/*.csv fruits.txt > merged && mv merged fruits.txt"
    use toolu_02 "wc -l < fruits.txt > /outbox/count.txt && cp fruits.txt /outbox/fruits.txt"
    use toolu_03 "wget -q -O /dev/null http://recipes.example/fruits.html || true"
    result='I merged the attached list into `fruits.txt`, sorted and without duplicates.\n\n| file | lines |\n|---|---|\n| `fruits.txt` | '$(wc -l <fruits.txt | tr -d ' ')' |\n\nThe result is attached.'
else
    fruit=$(printf '%s\n' "$prompt" | sed -n 's/.*add \([a-z]*\) too.*/\1/p' | tail -n 1)
    say "I will add ${fruit:-nothing} to the list."
    use toolu_04 "echo ${fruit:-kiwi} >> fruits.txt && sort -u -o fruits.txt fruits.txt"
    result="I added **${fruit:-kiwi}** to the list, as you asked."
fi
say "$result"
printf '{"type":"result","subtype":"success","is_error":false,"duration_ms":1200,"duration_api_ms":900,"num_turns":3,"result":"%s","session_id":"%s","total_cost_usd":0.0123,"usage":{"input_tokens":1200,"output_tokens":340}}\n' "$(printf '%s' "$result")" "$session"
