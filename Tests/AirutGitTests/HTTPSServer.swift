import AirutTestSupport
import Foundation

/// A git server over https for the time of a test.
enum HTTPSServer {
    /// `git http-backend` behind TLS; everything needs the user `x-access-token` and the password `right`. Below `/away` it
    /// redirects to another host, below `/port` to another port, where each `Authorization` is written to a file.
    private static let script = """
        import base64, http.server, os, ssl, subprocess, sys, threading, urllib.parse
        right = 'Basic ' + base64.b64encode(b'x-access-token:right').decode()
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *a): pass
            def do(self):
                url = urllib.parse.urlsplit(self.path)
                if url.path.startswith('/away'):
                    self.send_response(302); self.send_header('Location', 'https://127.0.0.1:%d%s' % (self.server.server_port, self.path[5:])); self.end_headers(); return
                if url.path.startswith('/port') and self.server is server:
                    self.send_response(302); self.send_header('Location', 'https://localhost:%d%s' % (other.server_port, self.path[5:])); self.end_headers(); return
                if self.server is other: open('stolen', 'a').write('%s\\n' % self.headers.get('Authorization'))
                if self.headers.get('Authorization') != right:
                    self.send_response(401); self.send_header('WWW-Authenticate', 'Basic realm="git"'); self.send_header('Content-Length', '0'); self.end_headers(); return
                if self.headers.get('Transfer-Encoding') == 'chunked':
                    body = b''
                    while (n := int(self.rfile.readline(), 16)): body += self.rfile.read(n); self.rfile.readline()
                    self.rfile.readline()
                else: body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
                env = dict(os.environ, GIT_HTTP_EXPORT_ALL='1', REQUEST_METHOD=self.command, PATH_INFO=url.path, QUERY_STRING=url.query, CONTENT_TYPE=self.headers.get('Content-Type') or '', REMOTE_USER='x', CONTENT_LENGTH=str(len(body)))
                out = subprocess.run(['git', 'http-backend'], input=body, stdout=subprocess.PIPE, env=env).stdout
                head, _, rest = out.partition(b'\\r\\n\\r\\n')
                status = 200
                fields = [l.split(': ', 1) for l in head.decode().split('\\r\\n')]
                for k, v in fields:
                    if k == 'Status': status = int(v.split()[0])
                self.send_response(status)
                for k, v in fields:
                    if k != 'Status': self.send_header(k, v)
                self.send_header('Content-Length', str(len(rest))); self.end_headers(); self.wfile.write(rest)
            do_GET = do_POST = do
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); context.load_cert_chain('server.pem', 'server.key')
        server, other = (http.server.ThreadingHTTPServer(('127.0.0.1', int(port)), Handler) for port in sys.argv[1:])
        for one in (server, other): one.socket = context.wrap_socket(one.socket, server_side=True)
        threading.Thread(target=other.serve_forever, daemon=True).start()
        server.serve_forever()
        """

    /// A server for the workshop's folder, with a certificate for 127.0.0.1 in `ca.pem`.
    static func serve(_ body: (Workshop, _ url: String) async throws -> Void) async throws {
        try await withWorkshop { workshop in
            let folder = workshop.folder
            try await Certificates(in: folder).issue("server", for: "IP:127.0.0.1,DNS:localhost")
            try await workshop.git("config", "http.receivepack", "true", in: workshop.upstream)
            let environment = [
                "GIT_PROJECT_ROOT": folder, "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory",
                "GIT_CONFIG_VALUE_0": "*",
            ]
            try await withServerProgram(ports: 2, in: folder, environment: environment) { ports in
                ["python3", "-c", script, "\(ports[0])", "\(ports[1])"]
            } _: { ports in
                try await body(workshop, "https://localhost:\(ports[0])/upstream.git")
            }
        }
    }
}
