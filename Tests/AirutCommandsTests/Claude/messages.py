"""A loopback stand-in for the Messages API: TLS, server-sent events, and a model that follows a script.

usage: messages.py PORT CERTIFICATE KEY LOG

The model answers a request that a mail brought (see TASKS) with a call of the Bash tool that does it and commits, and the
tool's result with a sentence. LOG gets one JSON line for each request: path, the key it came with, how many
messages the conversation had.
"""

import http.server
import json
import re
import ssl
import sys

PORT, CERTIFICATE, KEY, LOG = int(sys.argv[1]), *sys.argv[2:5]


# What a mail asks for, the commands that do it, and what the commit says.
TASKS = [
    (r"write (\w+) into (\S+\.txt)", r"env > /storage/environment && echo \1 >> \2", r"Write \1"),
    (r"merge the attached list into (\S+\.txt)", r"sort -u -o \1 \1 /inbox/*.csv && cp \1 /outbox", "Merge the list"),
    (r"add (\w+) too", r"echo \1 >> fruits.txt && sort -u -o fruits.txt fruits.txt", r"Add \1"),
]


def texts(message):
    """Every text of a message, tool results included."""
    content = message["content"]
    for block in [{"type": "text", "text": content}] if isinstance(content, str) else content:
        if block["type"] == "text":
            yield block["text"]
        elif block["type"] == "tool_result":
            yield "TOOL RESULT " + json.dumps(block.get("content"))


def reply(request):
    """The model's next content block, and why it stops there."""
    last = " ".join(texts([message for message in request["messages"] if message["role"] == "user"][-1]))
    if "TOOL RESULT" in last:
        return {"type": "text", "text": "I wrote it and committed the change."}, "end_turn"
    asked = [(found, *task) for pattern, *task in TASKS if (found := re.search(pattern, last))]
    if asked and any(tool.get("name") == "Bash" for tool in request.get("tools", [])):
        found, command, subject = asked[0]
        command = f"cd /workspace && {found.expand(command)} && git add -A && git commit -q -m '{found.expand(subject)}' && git log --oneline"
        number = len(request["messages"])
        return {"type": "tool_use", "id": f"toolu_{number}", "name": "Bash", "input": {"command": command}}, "tool_use"
    return {"type": "text", "text": "Nothing to do."}, "end_turn"


def events(request):
    block, reason = reply(request)
    start = {"id": "msg_1", "type": "message", "role": "assistant", "model": request["model"], "content": [],
             "stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": 7, "output_tokens": 1}}
    yield "message_start", {"message": start}
    if block["type"] == "text":
        yield "content_block_start", {"index": 0, "content_block": {"type": "text", "text": ""}}
        yield "content_block_delta", {"index": 0, "delta": {"type": "text_delta", "text": block["text"]}}
    else:
        yield "content_block_start", {"index": 0, "content_block": {**block, "input": {}}}
        part = json.dumps(block["input"])
        yield "content_block_delta", {"index": 0, "delta": {"type": "input_json_delta", "partial_json": part}}
    yield "content_block_stop", {"index": 0}
    yield "message_delta", {"delta": {"stop_reason": reason, "stop_sequence": None}, "usage": {"output_tokens": 9}}
    yield "message_stop", {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        self.log(0)
        self.answer(200, b"{}", "application/json")

    do_HEAD = do_GET

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = self.path.split("?")[0]
        if path != "/v1/messages":
            self.log(0)
            return self.answer(200, b'{"input_tokens": 10}', "application/json")
        request = json.loads(body)
        self.log(len(request["messages"]))
        stream = "".join(f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n" for name, data in events(request))
        self.answer(200, stream.encode(), "text/event-stream")

    def log(self, messages):
        key = self.headers.get("x-api-key") or self.headers.get("Authorization", "")
        with open(LOG, "a") as log:
            log.write(json.dumps({"path": self.path, "key": key, "messages": messages}) + "\n")

    def answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


server = http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(CERTIFICATE, KEY)
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
