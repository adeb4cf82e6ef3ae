import AirutTestSupport
import Foundation

/// The loopback stand-in for the Messages API, `api.anthropic.com` to containers.
struct MessagesServer: Sendable {
    /// What it got of one request.
    struct Request: Decodable {
        let path: String
        let key: String
        /// Of the conversation; 0 where there is none.
        let messages: Int
    }

    static let key = "sk-ant-api03-0123456789abcdefABCDEF-0123456789abcdefABCDEF"

    private let folder: String
    private let port: Int

    /// Where containers' requests to `api.anthropic.com` are to go.
    var address: String { "127.0.0.1:\(port)" }
    /// Who vouches for it there.
    var authorities: String { folder + "/ca.pem" }

    static func with(_ body: (MessagesServer) async throws -> Void) async throws {
        let program = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "messages.py").path()
        try await withTemporaryDirectory { folder in
            let certificates = try await Certificates(in: folder)
            try await certificates.issue("api", for: "DNS:api.anthropic.com")
            try await withServerProgram(ports: 1, in: folder) { ports in
                ["python3", program, "\(ports[0])", folder + "/api.pem", folder + "/api.key", folder + "/requests.log"]
            } _: { ports in
                try await body(MessagesServer(folder: folder, port: ports[0]))
            }
        }
    }

    func requests() throws -> [Request] {
        try Data(contentsOf: URL(filePath: folder + "/requests.log")).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Request.self, from: $0)
        }
    }

    /// Lets a server's containers reach it, and use the key there; the agent is the one at that path.
    func configure(_ text: String, agent: String) -> String {
        let network = """
            network:
              static_hosts: {api.anthropic.com: "\(address)"}
              ca_file: \(authorities)

            """
        let secrets = """
                masked_secrets:
                  ANTHROPIC_API_KEY: {value: \(Self.key), scopes: [api.anthropic.com], headers: [x-api-key]}

            """
        return text.replacing("repos:\n", with: network + "repos:\n")
            .replacing("    publish:\n", with: secrets + "    publish:\n")
            .replacing(#/claude_version: .*/#, with: "claude_version: \(agent)")
    }
}
