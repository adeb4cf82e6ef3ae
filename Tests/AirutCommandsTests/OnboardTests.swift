import AirutConfig
import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@testable import AirutCommands

@Suite struct OnboardTests {
    /// A checkout of some language, and what must be found and proposed for it.
    struct Fixture: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let files: [String: String]
        let found: [String]
        let image: String
        /// Parts of the Dockerfile.
        var installed: [String] = []
        /// Requests that must be allowed, and those that must not.
        var allowed: [String] = []
        var blocked = ["POST https://registry.npmjs.org/x", "GET https://example.org/", "GET https://github.com/a/b"]
    }

    static let fixtures = [
        Fixture(testDescription: "plain", files: ["README.md": "x"], found: [], image: "debian:12-slim"),
        Fixture(
            testDescription: "npm", files: ["package.json": "{}", "package-lock.json": "{}", ".nvmrc": "v20.11\n"],
            found: ["npm"], image: "node:20-bookworm-slim", allowed: ["GET https://registry.npmjs.org/left-pad"]),
        Fixture(
            testDescription: "pnpm", files: ["package.json": #"{"packageManager": "pnpm@9.1.0"}"#], found: ["pnpm"],
            image: "node:22-bookworm-slim", installed: ["npm install --global pnpm"]),
        Fixture(
            testDescription: "yarn", files: ["package.json": "{}", "yarn.lock": ""], found: ["yarn"],
            image: "node:22-bookworm-slim", allowed: ["GET https://registry.yarnpkg.com/react"]),
        Fixture(
            testDescription: "pip", files: ["requirements-dev.txt": "flask\n", ".python-version": "3.11.4\n"],
            found: ["pip"], image: "python:3.11-slim-bookworm",
            allowed: [
                "GET https://pypi.org/simple/flask/", "GET https://files.pythonhosted.org/packages/a/b/flask.whl",
            ],
            blocked: ["POST https://pypi.org/legacy/", "POST https://upload.pypi.org/legacy/"]),
        Fixture(
            testDescription: "poetry", files: ["pyproject.toml": "[tool.poetry]\nname = \"x\"\n"], found: ["poetry"],
            image: "python:3.12-slim-bookworm", installed: ["poetry>="],
            allowed: ["GET https://pypi.org/pypi/flask/json"]),
        Fixture(
            testDescription: "uv", files: ["pyproject.toml": "[project]\n", "uv.lock": ""], found: ["uv"],
            image: "python:3.12-slim-bookworm", installed: ["uv>="]),
        Fixture(
            testDescription: "Go", files: ["go.mod": "module x\n\ngo 1.26\n"], found: ["go"],
            image: "golang:1.26-bookworm",
            allowed: ["GET https://proxy.golang.org/x/@v/list", "GET https://sum.golang.org/lookup/x"]),
        Fixture(
            testDescription: "Rust", files: ["Cargo.toml": "[package]\n"], found: ["cargo"],
            image: "rust:1.90-bookworm",
            allowed: ["GET https://index.crates.io/se/rd/serde", "GET https://static.crates.io/crates/serde/1"],
            blocked: ["PUT https://crates.io/api/v1/crates/new"]),
        Fixture(
            testDescription: "Maven", files: ["pom.xml": "<project/>"], found: ["maven"],
            image: "maven:3.9-eclipse-temurin-21",
            allowed: ["GET https://repo.maven.apache.org/maven2/junit/junit/4.13/junit-4.13.jar"]),
        Fixture(
            testDescription: "Gradle", files: ["build.gradle.kts": "", "gradlew": ""], found: ["gradle"],
            image: "gradle:8-jdk21",
            allowed: [
                "GET https://plugins.gradle.org/m2/x", "GET https://services.gradle.org/distributions/gradle-8-bin.zip",
            ]),
        Fixture(
            testDescription: "Ruby", files: ["Gemfile": "", ".ruby-version": "3.2.2"], found: ["bundler"],
            image: "ruby:3.2-bookworm",
            allowed: ["GET https://rubygems.org/gems/rack-3.gem", "GET https://index.rubygems.org/info/rack"],
            blocked: ["POST https://rubygems.org/api/v1/gems"]),
        Fixture(
            testDescription: "PHP", files: ["composer.json": "{}"], found: ["composer"],
            image: "php:8.3-cli-bookworm", installed: ["COPY --from=docker.io/library/composer:2", "unzip"],
            allowed: ["GET https://repo.packagist.org/p2/monolog/monolog.json"]),
        Fixture(
            testDescription: ".NET", files: ["src/x.csproj": "", "global.json": #"{"sdk": {"version": "9.0.100"}}"#],
            found: ["dotnet"], image: "mcr.microsoft.com/dotnet/sdk:9.0",
            allowed: [
                "GET https://api.nuget.org/v3/index.json",
                "GET https://api.nuget.org/v3-flatcontainer/newtonsoft.json/index.json",
            ]),
        Fixture(
            testDescription: "Swift",
            files: [
                "Package.swift": "// swift-tools-version: 6.0",
                "Package.resolved": #"{"pins": [{"location" : "https://github.com/apple/swift-nio.git"}]}"#,
            ], found: ["swift"], image: "swift:6.2-bookworm",
            allowed: [
                "GET https://github.com/apple/swift-nio.git/info/refs?service=git-upload-pack",
                "POST https://github.com/apple/swift-nio.git/git-upload-pack",
            ],
            blocked: ["POST https://github.com/apple/swift-nio.git/git-receive-pack", "GET https://github.com/a/b"]),
        Fixture(
            testDescription: "CMake", files: ["CMakeLists.txt": "", "main.c": ""], found: ["cmake"],
            image: "debian:12-slim", installed: ["build-essential", "cmake"]),
        Fixture(
            testDescription: "make", files: ["Makefile": "", "src/main.c": ""], found: ["make"],
            image: "debian:12-slim", installed: ["build-essential"]),
        Fixture(
            testDescription: "several", files: ["Makefile": "", "api/go.mod": "module x\n", "web/package.json": "{}"],
            found: ["go", "npm"], image: "golang:1.25-bookworm", installed: ["nodejs", "npm"],
            allowed: ["GET https://registry.npmjs.org/x", "GET https://proxy.golang.org/x"]),
    ]

    @Test(arguments: fixtures) func `each language gets files that are accepted, and no more than it needs`(
        _ fixture: Fixture
    ) async throws {
        try await withTemporaryDirectory { folder in
            try Self.write(fixture.files, to: folder)
            #expect(OnboardProposal(try Checkout(path: folder)).toolchains.map(\.rawValue) == fixture.found)
            let result = try await Self.onboard(folder)
            #expect(result.text.contains("Review before you commit:") && result.text.contains("Next steps:"))
            let read = { (name: String) in try String(contentsOfFile: "\(folder)/.airut/\(name)", encoding: .utf8) }
            let settings = RepositoryConfiguration.parse(text: try read("airut.yaml"), file: "airut.yaml")
            #expect(settings.problems.map(\.description) == [])
            let allowlist = AllowlistFile.load(path: folder + "/.airut/network-allowlist.yaml")
            #expect(allowlist.problems.map(\.description) == [])
            let dockerfile = try read("container/Dockerfile")
            #expect(dockerfile.contains("FROM ") && dockerfile.contains(fixture.image + "\n"))
            for part in fixture.installed + ["git", "ca-certificates"] { #expect(dockerfile.contains(part)) }
            let rules = try #require(allowlist.value).task
            let always = ["POST https://api.anthropic.com/v1/messages?beta=true"]
            for request in fixture.allowed + always { #expect(Self.allows(rules, request), "\(request)") }
            for request in fixture.blocked { #expect(!Self.allows(rules, request), "\(request)") }
        }
    }

    @Test(arguments: [
        ("https://github.com/Acme/web.git", "GET https://api.github.com/repos/Acme/web/issues/1", "GH_TOKEN"),
        ("git@github.com:acme/web.git", "GET https://github.com/acme/web.git/info/refs", "GH_TOKEN"),
        (
            "https://gitlab.com/a/b/web.git", "GET https://gitlab.com/api/v4/projects/a%2Fb%2Fweb/issues",
            "GITLAB_TOKEN"
        ),
        (
            "ssh://git@codeberg.org:22/acme/web", "GET https://codeberg.org/api/v1/repos/acme/web/pulls",
            "GITEA_TOKEN"
        ),
    ]) func `the repository can be read at its forge, and only it`(
        remote: String, request: String, variable: String
    ) async throws {
        try await withTemporaryDirectory { folder in
            try await run(["git", "init", "-q", folder])
            try await run(["git", "-C", folder, "remote", "add", "origin", remote])
            try await Self.onboard(folder)
            let list = try #require(AllowlistFile.load(path: folder + "/.airut/network-allowlist.yaml").value)
            #expect(Self.allows(list.task, request))
            #expect(!Self.allows(list.task, request.replacing("web", with: "webs")))
            #expect(!Self.allows(list.task, request.replacing("GET", with: "POST")))
            let settings = try String(contentsOfFile: folder + "/.airut/airut.yaml", encoding: .utf8)
            #expect(settings.contains("\(variable): !secret? \(variable)"))
        }
    }

    @Test func `a remote cannot put anything else into the files, nor show its password`() {
        #expect(OriginRemote(url: "https://github.com/a/*") == nil)
        #expect(OriginRemote(url: "https://github.com/a/../b") == nil)
        #expect(OriginRemote(url: "https://git hub.com/a/b") == nil)
        #expect(OriginRemote(url: "https://me:secret@github.com/a/b.git")?.url == "https://github.com/a/b.git")
        #expect(OriginRemote(url: "/srv/git/web.git") == nil)
    }

    @Test func `a work tree of its own has its repository's remote`() async throws {
        try await withTemporaryDirectory { folder in
            try await run(["git", "init", "-q", folder + "/main"])
            try await run(["git", "-C", folder + "/main", "commit", "-q", "--allow-empty", "-m", "x"])
            try await run(["git", "-C", folder + "/main", "remote", "add", "origin", "https://github.com/a/b.git"])
            try await run(["git", "-C", folder + "/main", "worktree", "add", "-q", folder + "/other"])
            #expect(OriginRemote(of: try Checkout(path: folder + "/other"))?.name == "a/b")
        }
    }

    @Test func `existing files are named and left as they are, and nothing is added to them`() async throws {
        try await withTemporaryDirectory { folder in
            try Self.write([".airut/airut.yaml": "mine", ".airut/network-allowlist.yaml": "mine"], to: folder)
            let result = try await Self.onboard(folder, mayFail: true)
            #expect(result.status == 1)
            #expect(result.errorOutput.contains("\(folder)/.airut/airut.yaml"))
            #expect(result.errorOutput.contains("\(folder)/.airut/network-allowlist.yaml"))
            #expect(!result.errorOutput.contains("Dockerfile"))
            #expect(try FileManager.default.subpathsOfDirectory(atPath: folder).count == 3)
            #expect(try String(contentsOfFile: folder + "/.airut/airut.yaml", encoding: .utf8) == "mine")
        }
    }

    @Test func `other files in the folder are no obstacle, and what fails leaves nothing`() async throws {
        try await withTemporaryDirectory { folder in
            try Self.write([".airut/notes.txt": "x"], to: folder)
            try await Self.onboard(folder)
            #expect(FileManager.default.fileExists(atPath: folder + "/.airut/container/Dockerfile"))
            #expect(FileManager.default.fileExists(atPath: folder + "/.airut/notes.txt"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [".airut"])
        }
        try await withTemporaryDirectory { folder in
            // A file where a folder is needed, found out half-way.
            try Self.write([".airut/container": "x"], to: folder)
            let result = try await Self.onboard(folder, mayFail: true)
            #expect(result.status == 1 && result.errorOutput.contains("container"))
            #expect(
                try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() == [".airut", ".airut/container"])
        }
        #expect(try await Self.onboard("/nonexistent", mayFail: true).status == 2)
    }

    @Test func `nothing is written through a link of the checkout`() async throws {
        try await withTemporaryDirectory { folder in
            try Self.write(["elsewhere/notes.txt": "x", "checkout/a.txt": "x"], to: folder)
            symlink("../elsewhere", folder + "/checkout/.airut")
            let result = try await Self.onboard(folder + "/checkout", mayFail: true)
            #expect(result.status == 1)
            #expect(result.errorOutput.contains("symbolic link: \(folder)/checkout/.airut"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/elsewhere") == ["notes.txt"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/checkout").count == 2)
        }
    }

    @Test func `the same checkout gives the same files`() async throws {
        let fixture = try #require(Self.fixtures.last)
        var texts: Set<String> = []
        for _ in 0..<2 {
            try await withTemporaryDirectory { folder in
                try Self.write(fixture.files, to: folder)
                let files = OnboardProposal(try Checkout(path: folder)).files
                texts.insert(files.map { $0.path + $0.text }.joined())
            }
        }
        #expect(texts.count == 1)
    }

    private static func allows(_ rules: NetworkAllowlist, _ request: String) -> Bool {
        let parts = request.split(separator: " ").map(String.init)
        guard let raw = RawRequest(url: parts[1], method: parts[0]) else { return false }
        return RequestExplanation(raw, url: parts[1], isWebSocket: false, by: rules).decision == .allowed
    }

    @discardableResult
    private static func onboard(_ folder: String, mayFail: Bool = false) async throws -> CommandResult {
        try await run([BuiltProgram.path("airut"), "onboard", folder], mayFail: mayFail)
    }

    private static func write(_ files: [String: String], to folder: String) throws {
        for (path, text) in files {
            let url = URL(filePath: "\(folder)/\(path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }
}
