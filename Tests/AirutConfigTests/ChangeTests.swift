import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutConfig

/// What counts as a change, and what it makes a running server do.
@Suite struct ChangeTests {
    private func load(_ text: String, environment: [String: String] = TestConfiguration.environment) throws
        -> ServerConfiguration
    {
        let loaded = TestConfiguration.load(text, environment: environment)
        return try #require(loaded.value, "\(loaded.problems)")
    }

    private func changes(_ old: String, _ new: String) throws -> [String] {
        try load(old).changes(to: load(new)).map { "\($0) \($0.scope)" }
    }

    private static let web = "repos:\n  web:\n" + TestConfiguration.repository()

    @Test(arguments: [
        ("https://github.com/o/n.git", "https://github.com/o/m.git", ["repos.web.repo_url repository"]),
        ("server: imap.x.org", "server: mail.x.org", ["repos.web.email.imap.server repository"]),
        ("[a@x.org]", "[b@x.org]", ["repos.web.email.auth.authorized_senders task"]),
        ("repos:\n", "execution: {max_concurrent: 9}\nrepos:\n", ["execution.max_concurrent server"]),
        ("repos:\n", "state_directory: /srv\nrepos:\n", ["state_directory start"]),
        ("repos:\n", "container: {runtime: runc}\nrepos:\n", ["container.runtime repository"]),
        ("repos:\n", "claude: {ca_file: /ca.pem}\nrepos:\n", ["claude.ca_file repository"]),
        ("repos:\n", "network: {allowed_private: [10.0.0.0/8]}\nrepos:\n", ["network.allowed_private task"]),
        ("    git:", "    secrets: {A: secret-a}\n    git:", ["repos.web.secrets.A task"]),
        ("    git:", "    publish: {draft: true}\n    git:", ["repos.web.publish.draft task"]),
    ])
    func `a change has the scope of its setting`(_ old: String, _ new: String, _ wanted: [String]) throws {
        let text = Self.web.replacing("https://github.com/o/m.git", with: "")
        #expect(
            try changes(text, text.replacing(old, with: new)).filter { !$0.contains("publish.repository") } == wanted)
    }

    @Test func `what amounts to the same is no change`() throws {
        #expect(try changes(Self.web, "# a remark\nexecution: {max_concurrent: 3}\nvars: {x: y}\n" + Self.web) == [])
        let byVariable = "vars: {m: imap.x.org}\n" + Self.web.replacing("server: imap.x.org", with: "server: !var m")
        #expect(try changes(Self.web, byVariable) == [])
        #expect(
            try changes(byVariable, byVariable.replacing("m: imap", with: "m: mail")) == [
                "repos.web.email.imap.server repository"
            ])
    }

    @Test func `a variable of the environment counts as its value, secrets too`() throws {
        var environment = TestConfiguration.environment
        let old = try load(Self.web, environment: environment)
        environment["GIT"] = "another-token"
        environment["MAIL"] = "another-password"
        let new = try load(Self.web, environment: environment)
        #expect(
            old.changes(to: new).map(\.description) == [
                "repos.web.git.token", "repos.web.email.account.password", "repos.web.publish.token",
            ])
        #expect(!"\(old.changes(to: new))".contains("another"))
    }

    @Test func `a repository that comes or goes is one change, and concerns nobody else`() throws {
        let one = try load(Self.web)
        let two = try load(Self.web + "  web.b:\n" + TestConfiguration.repository(user: "b@x.org"))
        for changes in [one.changes(to: two), two.changes(to: one)] {
            #expect(changes.map(\.description) == ["repos.web.b"])
            #expect(changes.map { $0.concerns(RepositoryID("web")!) } == [false])
        }
        #expect(one.changes(to: two, concerning: RepositoryID("web")!) == [])
        let shared = try load("container: {runtime: runc}\n" + Self.web)
        #expect(one.changes(to: shared, concerning: RepositoryID("web")!).map(\.description) == ["container.runtime"])
    }

    /// Every setting that has an example: written, it amounts to something else than left out.
    @Test func `no setting of a repository changes unseen`() throws {
        let old = try load(Self.web)
        for (setting, value) in [
            ("model", "fable"), ("models", "[fable]"), ("effort", "high"), ("container_path", ".airut/other"),
            ("network", "{web_search: true}"), ("resource_limits", "{timeout: 2h}"), ("secrets", "{A: b}"),
            ("masked_secrets", "{A: {value: secret-b, scopes: [a.b], headers: [X-Y]}}"), ("publish", "branch"),
        ] {
            let new = try load("repos:\n  web:\n" + TestConfiguration.repository("\(setting): \(value)"))
            let paths = old.changes(to: new).map(\.description)
            #expect(paths.contains { $0.hasPrefix("repos.web.\(setting)") }, "\(setting): \(paths)")
        }
    }

    @Test(arguments: [
        ("state_directory: /srv/airut\nrepos: 5\n", "/srv/airut"),
        ("state_directory: /srv/airut\nrepos: [\n", "/srv/airut"),
        ("state_directory: !env PLACE\nrepos: {\n\t", "/srv/place"),
        ("repos: [", "/home/op/.local/state/airut"),
    ])
    func `the state directory of a file with mistakes is known`(_ text: String, _ wanted: String) async throws {
        try await withTemporaryDirectory { folder in
            try Data(text.utf8).write(to: URL(filePath: folder + "/airut.yaml"))
            try Data("PLACE=/srv/place\n".utf8).write(to: URL(filePath: folder + "/.env"))
            let file = ConfigurationFile(path: folder + "/airut.yaml", environment: ["HOME": "/home/op"])
            #expect(file.stateDirectory == (geteuid() == 0 && wanted.hasPrefix("/home") ? "/var/lib/airut" : wanted))
        }
    }
}
