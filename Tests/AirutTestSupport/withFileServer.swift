import Foundation

/// Serves a folder over HTTP on loopback while `body` runs, with byte ranges.
///
/// A file `NAME.break` beside NAME holds a number: the next answer ends after so many bytes of the body, and the file is
/// deleted. Each request stands in `requests.log` as `PATH RANGE`.
public func withFileServer<Result>(
    of folder: String, knowsRanges: Bool = true, _ body: (_ url: String) async throws -> Result
) async throws -> Result {
    let script = folder + "/.server.py"
    try Data(program.utf8).write(to: URL(filePath: script))
    return try await withServerProgram(ports: 1, in: folder) { ports in
        ["python3", script, "\(ports[0])", knowsRanges ? "ranges" : "plain"]
    } _: { ports in
        try await body("http://127.0.0.1:\(ports[0])")
    }
}

private let program = #"""
    import http.server, os, re, sys
    KNOWS_RANGES = sys.argv[2] == "ranges"

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *arguments):
            pass

        def do_GET(self):
            with open("requests.log", "a") as log:
                log.write(self.path + " " + self.headers.get("Range", "-") + "\n")
            path = "." + self.path
            if ".." in path or not os.path.isfile(path):
                return self.answer(404, b"")
            content = open(path, "rb").read()
            wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
            if not (KNOWS_RANGES and wanted):
                return self.answer(200, content, path)
            start = int(wanted.group(1))
            if start >= len(content):
                return self.answer(416, b"")
            self.answer(206, content[start:], path, "bytes %d-%d/%d" % (start, len(content) - 1, len(content)))

        def answer(self, status, body, path="", content_range=None):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if content_range:
                self.send_header("Content-Range", content_range)
            self.end_headers()
            if os.path.exists(path + ".break"):
                body = body[: int(open(path + ".break").read())]
                os.remove(path + ".break")
                self.close_connection = True
            self.wfile.write(body)

    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
    """#
