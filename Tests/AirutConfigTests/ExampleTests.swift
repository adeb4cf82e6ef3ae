import AirutConfig
import Foundation
import Testing

@Suite struct ExampleTests {
    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(ProjectFolder.path)/examples/\(path)", encoding: .utf8)
    }

    private func load(_ path: String) throws -> Loaded<ServerConfiguration> {
        let text = try text(path)
        let names = text.matches(of: /!env (\w+)/).map { (String($0.1), "secret-value") }
        return ServerConfiguration.parse(
            text: text, file: path, environment: Dictionary(names) { first, _ in first })
    }

    @Test(arguments: ["minimal.yaml", "complete.yaml"])
    func `an example loads without problems`(path: String) throws {
        let loaded = try load(path)
        #expect(loaded.problems.map(\.description) == [])
        #expect(loaded.value?.repositories.count == 1)
    }

    @Test func `the complete example shows every setting of the reference`() throws {
        let reference = try String(contentsOfFile: "\(ProjectFolder.path)/schema/reference.md", encoding: .utf8)
        let server = try #require(reference.split(separator: "## A repository").first)
        let keys = server.matches(of: /\n\| `(\w+)`/).map { String($0.1) }
        #expect(keys.count > 50)
        let example = try text("complete.yaml")
        for key in keys { #expect(example.contains(" \(key): ") || example.contains("\n\(key): "), "\(key)") }
        #expect(!example.contains(/# \w+:$/.anchorsMatchLineEndings()))
    }

    @Test func `the example repository's own file loads without problems`() throws {
        let path = "repository/.airut/airut.yaml"
        let loaded = RepositoryConfiguration.parse(text: try text(path), file: path)
        #expect(loaded.problems.map(\.description) == [])
        #expect(loaded.value?.containerEnvironment.count == 3)
    }
}
