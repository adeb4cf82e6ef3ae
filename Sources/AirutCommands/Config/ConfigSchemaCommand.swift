import AirutConfig
import ArgumentParser

struct ConfigSchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of a file, for editors.",
        discussion: """
            Save it, and name it in the file's first line for editors with yaml-language-server: \
            # yaml-language-server: $schema=./airut.schema.json
            """)

    @Argument(
        help: "server: airut.yaml; repository: .airut/airut.yaml; allowlist: .airut/network-allowlist.yaml.",
        transform: { text in
            guard let name = SchemaName(rawValue: text) else {
                throw ValidationError("“\(text)” is none of server, repository, allowlist")
            }
            return name
        })
    var file: SchemaName = .server

    func run() async throws { StandardStream.output.write(file.text) }
}
