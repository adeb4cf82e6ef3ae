import AirutConfig
import AirutModel
import AirutTestSupport
import Foundation
import Testing

@Suite struct LoadFromDiskTests {
    @Test func `the environment file beside the configuration fills in, and the process wins`() async throws {
        try await withTemporaryDirectory { folder in
            let agent = folder + "/claude"
            try write("", agent)
            let text = "repos:\n  web:\n" + TestConfiguration.repository().replacing("/opt/claude", with: agent)
            try write(text, folder + "/airut.yaml")
            try write("export GIT='from file'\nMAIL=\"a\\nb\"  # comment\n", folder + "/.env")
            let loaded = ServerConfiguration.load(path: folder + "/airut.yaml", environment: ["GIT": "from process"])
            #expect(loaded.problems.map(\.description) == [])
            let web = try #require(loaded.value?.repositories.first)
            #expect(web.git.token?.reveal() == "from process")
            #expect(web.email.account.password.reveal() == "a\nb")
        }
    }

    @Test func `files that are not there and secrets that others can read are warnings`() async throws {
        try await withTemporaryDirectory { folder in
            let text =
                "repos:\n  web:\n"
                + TestConfiguration.repository(imap: ", ca_file: ca.pem")
                .replacing("!env MAIL", with: "hunter2").replacing("/opt/claude", with: "/nonexistent/claude")
            try write(text, folder + "/airut.yaml", mode: 0o644)
            try write("GIT=x\nnot an assignment\n", folder + "/.env", mode: 0o644)
            let loaded = ServerConfiguration.load(path: folder + "/airut.yaml", environment: [:])
            #expect(loaded.value != nil)
            #expect(
                loaded.problems.map { $0.description.replacing(folder, with: "") } == [
                    "/airut.yaml: warning: holds secrets and can be read by other users: chmod 600, or write !env NAME",
                    "/airut.yaml:4:21: warning: repos.web.claude_version: cannot read /nonexistent/claude: "
                        + "No such file or directory",
                    "/airut.yaml:8:43: warning: repos.web.email.imap.ca_file: cannot read /ca.pem: No such file or directory",
                    "/.env: warning: can be read by other users: chmod 600",
                    "/.env:2:1: warning: is not NAME=value, so it is skipped",
                ])
        }
    }

    @Test func `an environment file that cannot be read is an error of the whole`() async throws {
        try await withTemporaryDirectory { folder in
            try write("repos:\n  web:\n" + TestConfiguration.repository(), folder + "/airut.yaml")
            try FileManager.default.createDirectory(atPath: folder + "/.env", withIntermediateDirectories: false)
            let loaded = ServerConfiguration.load(
                path: folder + "/airut.yaml", environment: TestConfiguration.environment)
            #expect(
                loaded.errors.map(\.description) == ["\(folder)/.env: cannot read this file: it is no regular file"])
            #expect(loaded.value == nil)
        }
    }

    @Test func `what is no readable file has a sentence`() async throws {
        try await withTemporaryDirectory { folder in
            let sentence = { (path: String) in
                ServerConfiguration.load(path: path, environment: [:]).errors.map(\.sentence)
            }
            #expect(sentence(folder + "/none.yaml") == ["cannot read this file: No such file or directory"])
            #expect(sentence(folder) == ["cannot read this file: it is no regular file"])
            mkfifo(folder + "/fifo", 0o600)
            #expect(sentence(folder + "/fifo") == ["cannot read this file: it is no regular file"])
            try write(String(repeating: "#", count: 10 << 20), folder + "/large.yaml")
            #expect(sentence(folder + "/large.yaml") == ["cannot read this file: it has more than 1048576 bytes"])
        }
    }

    private func write(_ text: String, _ path: String, mode: Int = 0o600) throws {
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
}
