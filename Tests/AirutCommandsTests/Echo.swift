import AirutTestSupport
import Foundation

/// A TLS server, `api.airut.test` to containers, that answers with what it was asked.
struct Echo: Sendable {
    static let key = "sk-test-0123456789abcdefABCDEF"

    private let folder: String
    private let port: Int

    static func with(_ body: (Echo) async throws -> Void) async throws {
        try await withTemporaryDirectory { folder in
            let certificates = try await Certificates(in: folder)
            try await certificates.issue("api", for: "DNS:api.airut.test")
            try Data(program.utf8).write(to: URL(filePath: folder + "/echo.py"))
            try await withServerProgram(ports: 1, in: folder) { ports in
                ["python3", folder + "/echo.py", "\(ports[0])"]
            } _: { ports in
                try await body(Echo(folder: folder, port: ports[0]))
            }
        }
    }

    /// `PATH KEY` of each request.
    func requests() throws -> [String] {
        try String(contentsOfFile: folder + "/requests.log", encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// Lets a server's containers reach it, and use the key there.
    func configure(_ text: String) -> String {
        let network = """
            network:
              static_hosts: {api.airut.test: "127.0.0.1:\(port)"}
              ca_file: \(folder)/ca.pem

            """
        let secrets = """
                secrets: {PLAIN: plain-secret-value}
                masked_secrets:
                  KEY: {value: \(Self.key), scopes: [api.airut.test], headers: [X-Key]}

            """
        return text.replacing("repos:\n", with: network + "repos:\n")
            .replacing("    publish:\n", with: secrets + "    publish:\n")
    }

    private static let program = """
        import http.server, ssl, sys

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments):
                pass

            def do_GET(self):
                with open("requests.log", "a") as log:
                    log.write(self.path + " " + self.headers.get("X-Key", "-") + "\\n")
                body = str(self.headers).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain("api.pem", "api.key")
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.serve_forever()
        """
}
